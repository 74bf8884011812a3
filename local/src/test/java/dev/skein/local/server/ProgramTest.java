package dev.skein.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
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
                "ingest",
                "ingest-api",
                "dev.skein.Main");
    }

    @Test
    void whatRunsDoesNotChangeWithABuild() throws IOException {
        program.install();
        Path installed = installed();

        Files.writeString(classFile, "second");
        Files.writeString(ourJar, "second");
        Files.delete(otherJar);

        try (FileSystem classes = FileSystems.newFileSystem(installed.resolve("classes.jar"))) {
            assertThat(classes.getPath("dev/skein/Main.class")).hasContent("first");
        }
        assertThat(installed.resolve("lib/skein-catalog.jar")).hasContent("first");
        assertThat(installed.resolve("lib/kafka.jar")).hasContent("first");
    }

    @Test
    void theSameContentIsTheSameProgramWhenBuiltAgain() throws IOException {
        var before = program.command("");

        Files.writeString(classFile, "first");
        assertThat(program.command("")).isEqualTo(before);

        Files.writeString(classFile, "second");
        assertThat(program.command("")).isNotEqualTo(before);
    }

    @Test
    void installingAgainChangesNothing() throws IOException {
        program.install();
        program.install();

        try (var programs = Files.list(folder.resolve("home/programs"))) {
            assertThat(programs).hasSize(1);
        }
    }

    /** As libraries do that look for the changes of a database. */
    @Test
    void foldersAmongItsClassesCanBeListed() throws IOException {
        program.install();

        try (ZipFile jar = new ZipFile(installed().resolve("classes.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).contains("dev/", "dev/skein/", "dev/skein/Main.class");
        }
    }

    /** Java uses its archive of classes for files of the same path, time and size. */
    @Test
    void theSameContentIsOfTheSameTimeWhenSetAsideAgain() throws IOException {
        program.install();
        Path installed = installed();
        List<FileTime> before = times(installed);
        Folders.delete(installed);
        Files.setLastModifiedTime(ourJar, FileTime.fromMillis(0));
        Files.setLastModifiedTime(classFile, FileTime.fromMillis(0));

        program.install();

        assertThat(times(installed())).hasSize(3).isEqualTo(before);
    }

    @Test
    void anArchiveOfClassesIsWrittenOnceForEachBuild() throws IOException {
        program.install();
        Path fresh = Path.of(program.command("").get(0).substring("-XX:ArchiveClassesAtExit=".length()));
        program.ended();
        Files.write(fresh, new byte[100]);
        program.ended();
        assertThat(program.command("")).as("cut short").startsWith("-XX:ArchiveClassesAtExit=" + fresh);

        Files.writeString(fresh, "whole");
        program.ended();
        program.install();

        String option = program.command("").get(0);
        assertThat(option).startsWith("-XX:SharedArchiveFile=");
        Path archive = Path.of(option.substring("-XX:SharedArchiveFile=".length()));
        assertThat(archive).hasContent("whole");
        Files.writeString(classFile, "second");
        program.install();
        assertThat(program.command("").get(0))
                .startsWith("-XX:ArchiveClassesAtExit=")
                .doesNotContain(fresh.toString());
        assertThat(archive).doesNotExist();
    }

    @Test
    void noArchiveOfClassesIsWrittenWhereAnAgentIsAtWork() throws IOException {
        program.install();

        assertThat(program.command("-Xmx2g -agentlib:jdwp=transport=dt_socket,server=y,suspend=n"))
                .as("Java would refuse to start")
                .noneMatch(option -> option.startsWith("-XX:ArchiveClassesAtExit="));
        assertThat(program.command("-Dof=an-agentlib:"))
                .anyMatch(option -> option.startsWith("-XX:ArchiveClassesAtExit="));
    }

    private Path installed() {
        List<String> command = program.command("");
        return Path.of(command.get(command.indexOf("-cp") + 1).split(":", -1)[0])
                .resolveSibling("");
    }

    private static List<FileTime> times(Path installed) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (String file : List.of("classes.jar", "lib/skein-catalog.jar", "lib/kafka.jar")) {
            times.add(Files.getLastModifiedTime(installed.resolve(file)));
        }
        return times;
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
