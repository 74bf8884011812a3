package dev.skein.bench.marks;

import io.javalin.Javalin;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The least that a server on Javalin does: answers pages that were handed to it, as they are. A process of its own. */
public final class BareServer {
    private BareServer() {}

    /** Arguments: port, file of pages, each as its length in four bytes and its bytes. */
    public static void main(String[] arguments) throws IOException {
        List<byte[]> pages = read(Path.of(arguments[1]));
        Javalin.create(config -> {
                    config.showJavalinBanner = false;
                    config.startupWatcherEnabled = false;
                    config.http.disableCompression();
                })
                .get("/pages/{number}", context -> {
                    byte[] page = pages.get(Integer.parseInt(context.pathParam("number")));
                    context.header("Content-Length", Integer.toString(page.length));
                    context.contentType("application/json").result(page);
                })
                .start("127.0.0.1", Integer.parseInt(arguments[0]));
    }

    private static List<byte[]> read(Path file) throws IOException {
        List<byte[]> pages = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file);
                DataInputStream input = new DataInputStream(bytes)) {
            int count = input.readInt();
            for (int i = 0; i < count; i++) {
                byte[] page = new byte[input.readInt()];
                input.readFully(page);
                pages.add(page);
            }
        }
        return pages;
    }
}
