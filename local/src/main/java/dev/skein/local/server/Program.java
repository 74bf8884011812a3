package dev.skein.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of our own modules as a program: its classes and all it needs, set aside in the home folder under a name that
 * changes with the content. So a build beside a running system takes no class from under it, and a start after a build
 * that changed something is seen to be another one.
 *
 * @param module its folder in the checkout
 */
record Program(Home home, Checkout checkout, String module, String mainClass) {

    private static final String OURS = "skein-";
    private static final int NAME_BYTES = 8;

    /** What comes after {@code java} and its options. */
    List<String> command() {
        Path folder = folder();
        return List.of("-cp", folder.resolve("classes") + ":" + folder.resolve("lib") + "/*", mainClass);
    }

    private Path folder() {
        return home.programs().resolve(module + "-" + contentName());
    }

    private Path classes() {
        return checkout.classes(module);
    }

    private Path libraries() {
        return checkout.libraries(module);
    }

    /** Sets it aside, if that is not done yet. */
    void install() throws IOException {
        Path folder = folder();
        if (Files.exists(folder)) {
            return;
        }
        Files.createDirectories(home.programs());
        Path fresh = Files.createTempDirectory(home.programs(), module);
        for (Path file : files(classes())) {
            Path copy = fresh.resolve("classes").resolve(classes().relativize(file));
            Files.createDirectories(copy.resolveSibling(""));
            Files.copy(file, copy);
        }
        Files.createDirectories(fresh.resolve("lib"));
        for (Path jar : files(libraries())) {
            setAside(jar, fresh.resolve("lib").resolve(jar.getFileName()));
        }
        if (!Files.exists(folder)) {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        }
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
        Files.copy(jar, copy);
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
