package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.catalog.ReaderIds;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The readers of one author, written as deliveries want them: for each partition their ids in rising order, cut into
 * chunks and encoded by {@link ReaderIds}. A chunk is encoded once and used for every tweet until the list changes.
 */
final class FollowerList {
    /** How many readers a delivery has at most. */
    static final int CHUNK_READERS_MAX = 1_000;

    /** Takes a chunk. */
    @FunctionalInterface
    interface ChunkConsumer {
        /**
         * Some readers.
         *
         * @param partition of the readers
         * @param readers some of those who are there, encoded; not to be changed
         */
        void accept(int partition, ByteBuffer readers);
    }

    /** What is told of a chunk: its partition, where its bytes end, and how many readers it has. */
    private static final int FIELDS = 3;

    private static final int END = 1;
    private static final int SIZE = 2;

    private final int partitions;
    /** All chunks one behind the other, in the order of partitions: objects for each would take ten times as much. */
    private byte[] bytes;

    private int[] chunks;
    private int size;

    /**
     * A list.
     *
     * @param readers strictly rising; not kept
     * @param partitions of readers
     */
    FollowerList(long[] readers, int partitions) {
        this.partitions = partitions;
        long[][] split = new long[partitions][];
        int[] counts = new int[partitions];
        for (long reader : readers) {
            counts[Id.partition(reader, partitions)]++;
        }
        Arrays.setAll(split, partition -> new long[counts[partition]]);
        Arrays.fill(counts, 0);
        for (long reader : readers) {
            int partition = Id.partition(reader, partitions);
            split[partition][counts[partition]++] = reader;
        }
        ByteArrayOutputStream allBytes = new ByteArrayOutputStream(readers.length * Long.BYTES);
        IntStream.Builder allChunks = IntStream.builder();
        for (int partition = 0; partition < partitions; partition++) {
            write(partition, split[partition], allBytes, allChunks);
        }
        this.bytes = allBytes.toByteArray();
        this.chunks = allChunks.build().toArray();
        this.size = readers.length;
    }

    private static void write(int partition, long[] readers, ByteArrayOutputStream bytes, IntStream.Builder chunks) {
        for (int from = 0; from < readers.length; from += CHUNK_READERS_MAX) {
            int to = Math.min(from + CHUNK_READERS_MAX, readers.length);
            bytes.writeBytes(ReaderIds.encode(readers, from, to).array());
            chunks.add(partition).add(bytes.size()).add(to - from);
        }
    }

    /** How many readers there are. */
    int size() {
        return size;
    }

    /** Each partition that has readers, in one or more chunks. */
    void forEach(ChunkConsumer consumer) {
        for (int row = 0; row < chunks.length; row += FIELDS) {
            consumer.accept(chunks[row], chunk(row));
        }
    }

    /** A reader more, if they were not there. */
    void add(long reader) {
        long[] readers = of(reader);
        int at = Arrays.binarySearch(readers, reader);
        if (at >= 0) {
            return;
        }
        int insertion = -at - 1;
        long[] more = new long[readers.length + 1];
        System.arraycopy(readers, 0, more, 0, insertion);
        more[insertion] = reader;
        System.arraycopy(readers, insertion, more, insertion + 1, readers.length - insertion);
        set(Id.partition(reader, partitions), more);
    }

    /** A reader less, if they were there. */
    void remove(long reader) {
        long[] readers = of(reader);
        int at = Arrays.binarySearch(readers, reader);
        if (at < 0) {
            return;
        }
        long[] less = new long[readers.length - 1];
        System.arraycopy(readers, 0, less, 0, at);
        System.arraycopy(readers, at + 1, less, at, less.length - at);
        set(Id.partition(reader, partitions), less);
    }

    /** All readers in the partition of this one. */
    private long[] of(long reader) {
        int partition = Id.partition(reader, partitions);
        int first = row(partition);
        int next = row(partition + 1);
        long[] readers = new long[readers(first, next)];
        int[] at = new int[1];
        for (int row = first; row < next; row += FIELDS) {
            ReaderIds.forEach(chunk(row), id -> readers[at[0]++] = id);
        }
        return readers;
    }

    /** Puts these readers in the place of those whom the partition had. What was handed out before stays as it was. */
    private void set(int partition, long[] readers) {
        int first = row(partition);
        int next = row(partition + 1);
        int start = start(first);
        int end = start(next);
        size += readers.length - readers(first, next);

        ByteArrayOutputStream allBytes = new ByteArrayOutputStream(bytes.length + Long.BYTES);
        IntStream.Builder allChunks = IntStream.builder();
        allBytes.write(bytes, 0, start);
        Arrays.stream(chunks, 0, first).forEach(allChunks);
        write(partition, readers, allBytes, allChunks);
        int moved = allBytes.size() - end;
        allBytes.write(bytes, end, bytes.length - end);
        for (int row = next; row < chunks.length; row += FIELDS) {
            allChunks.add(chunks[row]).add(chunks[row + END] + moved).add(chunks[row + SIZE]);
        }
        bytes = allBytes.toByteArray();
        chunks = allChunks.build().toArray();
    }

    /** Where the chunks of a partition begin, or would. */
    private int row(int partition) {
        int row = 0;
        while (row < chunks.length && chunks[row] < partition) {
            row += FIELDS;
        }
        return row;
    }

    private int start(int row) {
        return row == 0 ? 0 : chunks[row - FIELDS + END];
    }

    private ByteBuffer chunk(int row) {
        return ByteBuffer.wrap(bytes, start(row), chunks[row + END] - start(row));
    }

    private int readers(int first, int next) {
        int readers = 0;
        for (int row = first; row < next; row += FIELDS) {
            readers += chunks[row + SIZE];
        }
        return readers;
    }
}
