package dev.skein.bench.marks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recording of the query instance by Java Flight Recorder, where one is wanted. */
final class Recording {
    private static final String NAME = "skein";

    private Recording() {}

    static void start(Stage stage, @Nullable Path file) throws IOException, InterruptedException {
        if (file != null) {
            jcmd(stage, "JFR.start", "name=" + NAME, "settings=profile");
        }
    }

    static void stop(Stage stage, @Nullable Path file) throws IOException, InterruptedException {
        if (file != null) {
            jcmd(stage, "JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
        }
    }

    private static void jcmd(Stage stage, String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(stage.pid(Servers.QUERY))));
        command.addAll(List.of(what));
        Stage.run(command);
    }
}
