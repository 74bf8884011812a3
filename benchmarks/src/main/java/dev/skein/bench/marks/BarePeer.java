package dev.skein.bench.marks;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Origin;
import dev.skein.bench.client.Request;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link BareServer} as a process, and the requests that it answers. */
final class BarePeer implements AutoCloseable {
    private final Process process;
    private final Request[] requests;

    private BarePeer(Process process, Request[] requests) {
        this.process = process;
        this.requests = requests;
    }

    static BarePeer start(List<byte[]> pages, Path folder, HttpLoop loop) throws IOException, InterruptedException {
        Path file = folder.resolve("pages");
        try (DataOutputStream output = new DataOutputStream(Files.newOutputStream(file))) {
            output.writeInt(pages.size());
            for (byte[] page : pages) {
                output.writeInt(page.length);
                output.write(page);
            }
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName(),
                        Integer.toString(port),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bare.log").toFile())
                .start();
        Request[] requests = new Request[pages.size()];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = Request.of(new Origin("127.0.0.1", port), "GET", "/pages/" + i, Credential.NONE);
        }
        BarePeer peer = new BarePeer(process, requests);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!ask(loop, requests[0]).ok()) {
            if (System.nanoTime() - deadline > 0) {
                peer.close();
                throw new IOException("the bare server did not start: " + Files.readString(folder.resolve("bare.log")));
            }
            Drain.pause(Duration.ofMillis(100));
        }
        return peer;
    }

    static Answer ask(HttpLoop loop, Request request) {
        return loop.await((CompletableFuture<Answer> answer) -> loop.send(request, answer::complete));
    }

    Request any(SplittableRandom random) {
        return requests[random.nextInt(requests.length)];
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
