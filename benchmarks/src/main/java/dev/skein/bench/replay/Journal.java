package dev.skein.bench.replay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a replay has done, on disk, so that an interrupted one goes on where it was: records of one size, appended. A record
 * that was cut by a crash is dropped; what it said is done again, which the idempotency keys make harmless.
 */
final class Journal implements AutoCloseable {
    private static final int RECORD_BYTES = 25;
    private static final byte CALL_DONE = 1;
    private static final byte CALL_FAILED = 2;
    private static final byte EDGES_DONE = 3;
    private static final byte FIRST_USER = 4;

    private final Path file;
    private final FileChannel channel;
    private final DataOutputStream output;
    private int edgesDone;
    private boolean resumed;
    private boolean startedOver;

    private Journal(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw new IOException("another replay of the same file is running (it holds " + file + ")");
        }
        output = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024));
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /**
     * Opens or makes a journal, and tells the outcomes what it holds.
     *
     * @param firstUserId the id that the first person has in the system that is played into: a journal that knows another
     *     is of another system, or of this one before it was reset, and is begun anew
     */
    static Journal open(Path file, long firstUserId, Outcomes outcomes, int calls) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Journal journal = new Journal(file);
        try {
            journal.load(firstUserId, outcomes, calls);
        } catch (IOException | RuntimeException e) {
            journal.channel.close();
            throw e;
        }
        return journal;
    }

    private void load(long firstUserId, Outcomes outcomes, int calls) throws IOException {
        long whole = channel.size() / RECORD_BYTES;
        // Not closed: it would close the channel.
        DataInputStream input =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 64 * 1024));
        for (long i = 0; i < whole; i++) {
            byte type = input.readByte();
            int index = input.readInt();
            long id = input.readLong();
            long sent = input.readLong();
            int took = input.readInt();
            if (i == 0 && (type != FIRST_USER || id != firstUserId)) {
                startedOver = true;
                whole = 0;
                break;
            }
            switch (type) {
                case CALL_DONE -> outcomes.done(requireBelow(index, calls), id, sent, took);
                case CALL_FAILED -> outcomes.failed(requireBelow(index, calls));
                case EDGES_DONE -> edgesDone = index;
                case FIRST_USER -> {}
                default -> throw new IOException("not a journal of a replay: " + file);
            }
        }
        resumed = whole > 0;
        channel.truncate(whole * RECORD_BYTES);
        channel.position(whole * RECORD_BYTES);
        if (!resumed) {
            write(FIRST_USER, 0, firstUserId, 0, 0);
        }
    }

    private int requireBelow(int index, int calls) throws IOException {
        if (index < 0 || index >= calls) {
            throw new IOException("not a journal of this replay: " + file);
        }
        return index;
    }

    /** Whether an earlier run has left something. */
    boolean resumed() {
        return resumed;
    }

    /** How many edges are made. */
    int edgesDone() {
        return edgesDone;
    }

    /** Whether what was there was of another system. */
    boolean startedOver() {
        return startedOver;
    }

    void edges(int done) {
        edgesDone = done;
        write(EDGES_DONE, done, 0, 0, 0);
    }

    void callDone(int call, long id, long sent, int took) {
        write(CALL_DONE, call, id, sent, took);
    }

    void callFailed(int call) {
        write(CALL_FAILED, call, 0, 0, 0);
    }

    /** Hands what was written to the operating system, where it survives this process. */
    void flush() {
        try {
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        output.flush();
        channel.close();
    }

    private void write(byte type, int index, long id, long sent, int took) {
        try {
            output.writeByte(type);
            output.writeInt(index);
            output.writeLong(id);
            output.writeLong(sent);
            output.writeInt(took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
