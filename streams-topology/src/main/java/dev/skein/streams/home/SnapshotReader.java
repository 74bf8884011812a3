package dev.skein.streams.home;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads what {@link SnapshotWriter} wrote, and gives nothing out that is not as it was written. */
final class SnapshotReader implements Closeable {
    private static final int BLOCK_BYTES_MAX = 1 << 28;

    private final FileChannel file;
    private final long fileBytes;
    private final SnapshotHeader header;
    private ByteBuffer block = ByteBuffer.allocateDirect((1 << 20) + SnapshotWriter.BLOCK_HEADER_BYTES);
    private int blocks;

    /** Takes blocks. */
    @FunctionalInterface
    interface Visitor {
        /** Takes one, with whole records in it; false ends the reading. */
        boolean visit(int kind, ByteBuffer payload) throws IOException;
    }

    /**
     * Opens it and reads its header.
     *
     * @throws java.nio.file.NoSuchFileException where there is none
     * @throws UnusableSnapshotException where its header is not whole
     */
    SnapshotReader(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            fileBytes = file.size();
            if (next() != SnapshotWriter.HEADER) {
                throw new UnusableSnapshotException("it has no header");
            }
            header = SnapshotHeader.read(block);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    SnapshotHeader header() {
        return header;
    }

    /** Hands over all blocks, each after its checksum was found right. */
    void forEach(Visitor visitor) throws IOException {
        while (true) {
            int kind = next();
            if (kind == SnapshotWriter.END) {
                if (block.remaining() != Integer.BYTES || block.getInt() != blocks || file.position() != fileBytes) {
                    throw new UnusableSnapshotException("blocks are missing or too many");
                }
                return;
            }
            if (!visitor.visit(kind, block)) {
                return;
            }
        }
    }

    private int next() throws IOException {
        read(0, SnapshotWriter.BLOCK_HEADER_BYTES);
        int length = block.getInt(4);
        if (length <= 0 || length > BLOCK_BYTES_MAX || length > fileBytes - file.position()) {
            throw new UnusableSnapshotException("block " + blocks + " is not whole");
        }
        int bytes = SnapshotWriter.BLOCK_HEADER_BYTES + length;
        if (block.capacity() < bytes) {
            block = ByteBuffer.allocateDirect(bytes).put(block.position(0).limit(SnapshotWriter.BLOCK_HEADER_BYTES));
        }
        read(SnapshotWriter.BLOCK_HEADER_BYTES, bytes);
        if (block.getInt(8) != SnapshotWriter.checksum(block, length)) {
            throw new UnusableSnapshotException("the checksum of block " + blocks + " is wrong");
        }
        blocks++;
        block.position(SnapshotWriter.BLOCK_HEADER_BYTES).limit(bytes);
        return block.getInt(0);
    }

    private void read(int from, int to) throws IOException {
        block.clear().position(from).limit(to);
        while (block.hasRemaining()) {
            if (file.read(block) < 0) {
                throw new UnusableSnapshotException("it ends in the middle of block " + blocks);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
