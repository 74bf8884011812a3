package dev.skein.local.system;

import dev.skein.local.server.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One {@code up}, {@code down} or {@code reset} at a time in a home folder. The lock ends with the process at the latest. */
public final class HomeLock {

    private HomeLock() {}

    /** What is done meanwhile. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void run() throws IOException, InterruptedException;
    }

    /** Does it alone, or says that somebody else is at it. */
    public static void during(Home home, Work work) throws IOException, InterruptedException {
        Files.createDirectories(home.run(""));
        try (FileChannel channel =
                FileChannel.open(home.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock(channel) == null) {
                throw new LocalException("Another skein command is starting or stopping things in " + home.root()
                        + "; wait for its end.");
            }
            work.run();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
