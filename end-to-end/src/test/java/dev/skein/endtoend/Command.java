package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that a test runs. */
final class Command {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private Command() {}

    /**
     * What a program that ended.
     *
     * @param status 0 if all went well
     * @param output what it said on both standard streams
     */
    record Ended(int status, String output) {}

    /** Runs a program that must succeed, and answers what it wrote to standard output. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("skein", ".err");
        try {
            Ended ended = execute(
                    new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile()));
            assertThat(ended.status())
                    .as("%s wrote %s %s", List.of(command), ended.output(), Files.readString(errors))
                    .isZero();
            return ended.output();
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    /** Runs a program to its end, whatever that is. */
    static Ended tried(ProcessBuilder command) throws IOException, InterruptedException {
        return execute(command.redirectErrorStream(true));
    }

    private static Ended execute(ProcessBuilder command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("skein", ".out");
        try {
            Process process = command.redirectOutput(output.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
            if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command.command() + " did not end; it wrote " + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Whether a program of that name is on the path. */
    static boolean isInstalled(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Says something that nobody should overlook. */
    static void say(String line) {
        System.err.println(line);
    }
}
