package dev.skein.query.hosting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The name under which this instance is a member of its groups, kept beside its stores: whoever has the stores is the same
 * member, and after a restart gets the same partitions at once. The file is locked, since two processes must not have them.
 */
final class InstanceId implements AutoCloseable {
    private static final int BYTES_MAX = 100;

    private final FileChannel file;
    private final String value;

    private InstanceId(FileChannel file, String value) {
        this.file = file;
        this.value = value;
    }

    /**
     * Reads or makes the name.
     *
     * @throws IllegalStateException where another process has the folder
     */
    static InstanceId in(Path stateDir) {
        Path path = stateDir.resolve("instance-id");
        try {
            Files.createDirectories(stateDir);
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw new IllegalStateException(
                        "skein.state.dir " + stateDir.toAbsolutePath() + " is used by another process");
            }
            ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
            file.read(bytes, 0);
            String known =
                    StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
            if (!known.isEmpty()) {
                return new InstanceId(file, known);
            }
            String fresh = UUID.randomUUID().toString();
            file.write(StandardCharsets.UTF_8.encode(fresh), 0);
            file.force(true);
            return new InstanceId(file, fresh);
        } catch (IOException e) {
            throw new UncheckedIOException("skein.state.dir " + stateDir.toAbsolutePath() + " cannot be used", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    String value() {
        return value;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
