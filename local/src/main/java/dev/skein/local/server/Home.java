package dev.skein.local.server;

import java.nio.file.Path;
import java.util.List;

/**
 * The folder that holds everything of one system: {@code data}, {@code logs}, {@code config} (written anew at each
 * start), {@code run} (which process is which), the secrets made for it and the user's own {@code skein.properties}.
 *
 * @param kept whether it is started again and again, so that what makes the next start faster is worth its time
 */
public record Home(Path root, boolean kept) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** One that is kept. */
    public Home(Path root) {
        this(root, true);
    }

    public Path data(String name) {
        return root.resolve("data").resolve(name);
    }

    public Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    public Path config(String file) {
        return root.resolve("config").resolve(file);
    }

    public Path run(String file) {
        return root.resolve("run").resolve(file);
    }

    /** Our own modules as they were when they were started. */
    public Path programs() {
        return root.resolve("programs");
    }

    /** What Java keeps of the classes of one of our programs, to load them faster. */
    public Path classes(String name) {
        return root.resolve("classes").resolve(name);
    }

    /** Made by the first start, readable by its owner only. */
    public Path secrets() {
        return root.resolve("secrets.properties");
    }

    /** What the last {@code up} was asked for, so that the next one need not be told again. */
    public Path remembered() {
        return root.resolve("up.properties");
    }

    /** Written by the user, never by us: own servers and settings. */
    public Path userConfiguration() {
        return root.resolve("skein.properties");
    }

    /** What {@code reset} removes. The folder itself and the user's configuration stay, whatever else lies there too. */
    public List<Path> disposable() {
        return List.of(
                root.resolve("data"),
                root.resolve("logs"),
                root.resolve("config"),
                root.resolve("run"),
                programs(),
                root.resolve("classes"),
                secrets(),
                remembered());
    }
}
