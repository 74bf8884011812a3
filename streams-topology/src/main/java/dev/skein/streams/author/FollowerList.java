package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.catalog.ReaderIds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** The ids of some readers of a partition, encoded, and how many they are. */
    private record Chunk(ByteBuffer readers, int size) {}

    private final List<List<Chunk>> byPartition;
    private int size;

    /**
     * A list.
     *
     * @param readers strictly rising; not kept
     * @param partitions of readers
     */
    FollowerList(long[] readers, int partitions) {
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
        this.byPartition = new ArrayList<>(partitions);
        for (long[] part : split) {
            byPartition.add(chunks(part));
        }
        this.size = readers.length;
    }

    /** How many readers there are. */
    int size() {
        return size;
    }

    /** Each partition that has readers, in one or more chunks. */
    void forEach(ChunkConsumer consumer) {
        for (int partition = 0; partition < byPartition.size(); partition++) {
            for (Chunk chunk : byPartition.get(partition)) {
                consumer.accept(partition, chunk.readers);
            }
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
        set(reader, more);
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
        set(reader, less);
    }

    /** All readers in the partition of this one. */
    private long[] of(long reader) {
        List<Chunk> chunks = byPartition.get(Id.partition(reader, byPartition.size()));
        long[] readers = new long[chunks.stream().mapToInt(Chunk::size).sum()];
        int[] next = new int[1];
        chunks.forEach(chunk -> ReaderIds.forEach(chunk.readers, id -> readers[next[0]++] = id));
        return readers;
    }

    private void set(long reader, long[] readers) {
        int partition = Id.partition(reader, byPartition.size());
        size += readers.length
                - byPartition.get(partition).stream().mapToInt(Chunk::size).sum();
        byPartition.set(partition, chunks(readers));
    }

    private static List<Chunk> chunks(long[] readers) {
        List<Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < readers.length; from += CHUNK_READERS_MAX) {
            int to = Math.min(from + CHUNK_READERS_MAX, readers.length);
            chunks.add(new Chunk(ReaderIds.encode(readers, from, to), to - from));
        }
        return chunks;
    }
}
