package dev.skein.local.system;

import dev.skein.local.server.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One {@code up}, {@code down} or {@code reset} at a time in a home folder. Ends with the process at the latest. */
public final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    public static HomeLock acquire(Home home) {
        try {
            Files.createDirectories(home.run(""));
            FileChannel channel =
                    FileChannel.open(home.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new LocalException("Another skein command is starting or stopping things in " + home.root()
                        + "; wait for its end.");
            }
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new LocalException(home.root() + " cannot be used: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LocalException("The lock could not be released: " + e.getMessage(), e);
        }
    }
}
