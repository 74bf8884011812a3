package dev.skein.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {

    @TempDir
    private Path folder;

    private Path classFile;
    private Path ourJar;
    private Path otherJar;
    private Program program;

    @BeforeEach
    void aBuiltModule() throws IOException {
        Path module = folder.resolve("checkout/ingest-api/target");
        classFile = module.resolve("classes/dev/skein/Main.class");
        ourJar = module.resolve("lib/skein-catalog.jar");
        otherJar = module.resolve("lib/kafka.jar");
        for (Path file : new Path[] {classFile, ourJar, otherJar}) {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, "first");
        }
        program = new Program(
                new Home(folder.resolve("home")),
                new Checkout(folder.resolve("checkout")),
                "ingest-api",
                "dev.skein.Main");
    }

    @Test
    void whatRunsDoesNotChangeWithABuild() throws IOException {
        program.install();
        Path installed = Path.of(program.command().get(1).split(":", -1)[0]).resolveSibling("");

        Files.writeString(classFile, "second");
        Files.writeString(ourJar, "second");
        Files.delete(otherJar);

        assertThat(installed.resolve("classes/dev/skein/Main.class")).hasContent("first");
        assertThat(installed.resolve("lib/skein-catalog.jar")).hasContent("first");
        assertThat(installed.resolve("lib/kafka.jar")).hasContent("first");
    }

    @Test
    void theSameContentIsTheSameProgramWhenBuiltAgain() throws IOException {
        var before = program.command();

        Files.writeString(classFile, "first");
        assertThat(program.command()).isEqualTo(before);

        Files.writeString(classFile, "second");
        assertThat(program.command()).isNotEqualTo(before);
    }

    @Test
    void installingAgainChangesNothing() throws IOException {
        program.install();
        program.install();

        try (var programs = Files.list(folder.resolve("home/programs"))) {
            assertThat(programs).hasSize(1);
        }
    }

    @Test
    void keysBecomeVariables() {
        assertThat(Environment.of(Map.of("skein.kafka.bootstrap-servers", "x")))
                .isEqualTo(Map.of("SKEIN_KAFKA_BOOTSTRAP_SERVERS", "x"));
    }

    @Test
    void removingAFolderDoesNotFollowLinks() throws IOException {
        Path kept = Files.writeString(folder.resolve("kept"), "x");
        Path doomed = Files.createDirectories(folder.resolve("doomed/inner"));
        Files.createSymbolicLink(doomed.resolve("link"), folder);

        Folders.delete(folder.resolve("doomed"));
        Folders.delete(folder.resolve("doomed"));

        assertThat(folder.resolve("doomed")).doesNotExist();
        assertThat(kept).exists();
    }
}
