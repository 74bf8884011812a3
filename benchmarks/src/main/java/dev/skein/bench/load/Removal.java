package dev.skein.bench.load;

import dev.skein.local.server.Folders;
import java.io.IOException;
import java.nio.file.Path;

/** Ends what runs in a temporary folder, and removes that: when closed, or on Ctrl-C. */
public final class Removal implements AutoCloseable {
    /** Ends it. */
    @FunctionalInterface
    public interface End {
        /** Nothing uses the folder after this. */
        void run() throws IOException;
    }

    private final Path folder;
    private final End end;
    private final Thread hook = new Thread(this::removeQuietly);

    /**
     * From now on.
     *
     * @param end what comes before the folder is removed
     */
    public Removal(Path folder, End end) {
        this.folder = folder;
        this.end = end;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(hook);
        remove();
    }

    private void remove() throws IOException {
        end.run();
        Folders.delete(folder);
    }

    private void removeQuietly() {
        try {
            remove();
        } catch (IOException e) {
            System.err.println("skein: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
