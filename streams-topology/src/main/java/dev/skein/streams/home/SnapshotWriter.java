package dev.skein.streams.home;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;

/**
 * Writes a snapshot: blocks, each of a kind, with length and CRC32C over all of it. The first is the header, the last
 * says how many there are, so that one that was cut short is noticed as surely as a flipped bit.
 *
 * <pre>
 * block = kind (4 bytes) | length of payload (4) | CRC32C of kind, length and payload (4) | payload
 * </pre>
 */
final class SnapshotWriter implements SnapshotOutput, Closeable {
    static final int HEADER = 0;
    static final int END = -1;
    static final int BLOCK_HEADER_BYTES = 12;
    private static final int BLOCK_BYTES = 1 << 20;

    private final FileChannel file;
    private final BooleanSupplier cancelled;
    private ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private int kind = HEADER;
    private int blocks;

    /** @param cancelled asked now and then; true ends the writing with an {@link InterruptedSnapshotException} */
    SnapshotWriter(Path path, SnapshotHeader header, BooleanSupplier cancelled) throws IOException {
        this.cancelled = cancelled;
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        begin();
        block.put(header.bytes());
        end();
    }

    /** What follows is of this kind. */
    void kind(int next) throws IOException {
        end();
        kind = next;
    }

    @Override
    public ByteBuffer record(int bytes) {
        if (block.remaining() < bytes) {
            try {
                end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (block.remaining() < bytes) {
                block = ByteBuffer.allocateDirect(bytes + BLOCK_HEADER_BYTES);
                begin();
            }
        }
        return block;
    }

    /** All is written: it is made durable. */
    void finish() throws IOException {
        kind(END);
        block.putInt(blocks + 1);
        end();
        file.force(true);
    }

    private void begin() {
        block.clear().position(BLOCK_HEADER_BYTES);
    }

    private void end() throws IOException {
        if (cancelled.getAsBoolean()) {
            throw new InterruptedSnapshotException();
        }
        int length = block.position() - BLOCK_HEADER_BYTES;
        if (length > 0) {
            block.flip();
            block.putInt(0, kind).putInt(4, length).putInt(8, checksum(block, length));
            while (block.hasRemaining()) {
                file.write(block);
            }
            blocks++;
        }
        begin();
    }

    /** Of a block, without what is in the place of the checksum. */
    static int checksum(ByteBuffer block, int length) {
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate().position(0).limit(8));
        crc.update(block.duplicate().position(BLOCK_HEADER_BYTES).limit(BLOCK_HEADER_BYTES + length));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Somebody wants no snapshot any more. */
    static final class InterruptedSnapshotException extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1;
    }
}
