package dev.skein.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * One of our own modules as a program: its classes and all it needs, set aside in the home folder under a name that
 * changes with the content. So a build beside a running system takes no class from under it, and a start after a build
 * that changed something is seen to be another one.
 *
 * @param server what it is started as
 * @param module its folder in the checkout
 */
record Program(Home home, Checkout checkout, String server, String module, String mainClass) {

    private static final String OURS = "skein-";
    private static final String CLASSES = "classes.jar";
    private static final int NAME_BYTES = 8;
    /** Of what is set aside, whose name tells its content: Java uses its archive of classes for files of the same time only. */
    private static final FileTime ALWAYS = FileTime.from(1, TimeUnit.DAYS);

    /**
     * What comes after {@code java} and the options of the server.
     *
     * @param javaOptions those that somebody added
     */
    List<String> command(String javaOptions) {
        String content = contentName();
        Path folder = folder(content);
        List<String> command = new ArrayList<>(sharing(archive(content), Java.hasAgent(javaOptions)));
        command.addAll(List.of("-cp", folder.resolve(CLASSES) + ":" + folder.resolve("lib") + "/*", mainClass));
        return command;
    }

    private Path folder(String content) {
        return home.programs().resolve(module + "-" + content);
    }

    private Path classes() {
        return checkout.classes(module);
    }

    private Path libraries() {
        return checkout.libraries(module);
    }

    /** Sets it aside, if that is not done yet. */
    void install() throws IOException {
        String content = contentName();
        if (home.kept()) {
            removeArchivesBut(archive(content));
        }
        Path folder = folder(content);
        if (Files.exists(folder)) {
            return;
        }
        Files.createDirectories(home.programs());
        Path fresh = Files.createTempDirectory(home.programs(), module);
        pack(fresh.resolve(CLASSES));
        Files.createDirectories(fresh.resolve("lib"));
        for (Path jar : files(libraries())) {
            setAside(jar, fresh.resolve("lib").resolve(jar.getFileName()));
        }
        if (!Files.exists(folder)) {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /**
     * To load classes is a good part of a start's work, and need not be done again where Java has an archive of them (class
     * data sharing): where there is none of this build it writes one as it ends, which takes it some seconds. Java
     * uses none but of itself and of the very same files. Where an agent may change classes it refuses to start if it shall write
     * one.
     */
    private List<String> sharing(Path archive, boolean agent) {
        if (!home.kept()) {
            return List.of();
        }
        if (Files.exists(archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive);
        }
        return agent
                ? List.of()
                // It would name a hundred classes that cannot be in it.
                : List.of("-XX:ArchiveClassesAtExit=" + fresh(archive), "-Xlog:cds*=error");
    }

    private Path archive(String content) {
        String java = Integer.toHexString(Objects.hash(System.getProperty("java.home"), Runtime.version()));
        return home.classes(server).resolve(content + "-" + java + ".jsa");
    }

    private static Path fresh(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".fresh");
    }

    /** The server has ended: an archive that it wrote is kept, if all of it is there. Java would stumble over half of one. */
    void ended() throws IOException {
        if (!home.kept()) {
            return;
        }
        Path archive = archive(contentName());
        Path fresh = fresh(archive);
        if (Files.exists(fresh) && isWhole(fresh)) {
            Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Java writes the beginning last. */
    private static boolean isWhole(Path archive) throws IOException {
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ)) {
            file.force(true);
            ByteBuffer beginning = ByteBuffer.allocate(Integer.BYTES);
            return file.read(beginning) == Integer.BYTES && beginning.getInt(0) != 0;
        }
    }

    private static void removeArchivesBut(Path archive) throws IOException {
        Files.createDirectories(archive.resolveSibling(""));
        for (Path file : files(archive.resolveSibling(""))) {
            if (!file.equals(archive)) {
                Files.delete(file);
            }
        }
    }

    /** In an archive of classes there is nothing from folders. */
    private void pack(Path jar) throws IOException {
        Set<Path> folders = new HashSet<>();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files(classes())) {
                // Whoever lists a folder, as for the changes of a database, finds it by its own entry.
                for (Path above = classes().relativize(file).getParent();
                        above != null && folders.add(above);
                        above = above.getParent()) {
                    out.putNextEntry(new ZipEntry(above + "/"));
                }
                out.putNextEntry(new ZipEntry(classes().relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        Files.setLastModifiedTime(jar, ALWAYS);
    }

    /** A build writes our own jars anew under the same name; others never change, so a second name for the file will do. */
    private static void setAside(Path jar, Path copy) throws IOException {
        if (!isOurs(jar)) {
            try {
                Files.createLink(copy, jar);
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // Another file system, or not our file: a copy, then.
            }
        }
        Files.copy(jar, copy, StandardCopyOption.COPY_ATTRIBUTES);
        if (isOurs(jar)) {
            Files.setLastModifiedTime(copy, ALWAYS);
        }
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith(OURS);
    }

    private String contentName() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files(classes())) {
                digest.update(classes().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            for (Path jar : files(libraries())) {
                digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                if (isOurs(jar)) {
                    digest.update(Files.readAllBytes(jar));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
