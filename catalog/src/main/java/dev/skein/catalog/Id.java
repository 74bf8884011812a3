package dev.skein.catalog;

import java.util.OptionalLong;

/**
 * The layout of a 64-bit id, of users, tweets and retweets alike, from the highest bit: sign 0, 41 bits of milliseconds
 * since {@link #EPOCH_MILLIS}, 5 bits sequence, 7 bits worker, 10 bits shard. Ids sort by time; the shard is the
 * author's, so whoever holds an id knows where its tweet, its counts and its replies live without asking anyone.
 *
 * <p>The scheme is Twitter's Snowflake (2010) with the shard of Instagram's (2012) added. It lasts until 2093.
 */
public final class Id {
    /** 2024-01-01T00:00:00Z. */
    public static final long EPOCH_MILLIS = 1_704_067_200_000L;

    /** How many shards there are: the largest number of partitions, a power of two. */
    public static final int SHARDS = 1024;

    /** How many workers can make ids at the same time. */
    public static final int WORKERS = 128;

    /** How many ids a worker can make in a millisecond. */
    public static final int SEQUENCES = 32;

    private static final int TIME_SHIFT = 22;
    private static final int SEQUENCE_SHIFT = 17;
    private static final int WORKER_SHIFT = 10;

    private Id() {}

    /**
     * Puts an id together.
     *
     * @param millis since 1970-01-01 UTC, not before {@link #EPOCH_MILLIS}
     * @param sequence 0 to 31
     * @param worker 0 to 127
     * @param shard 0 to 1023
     */
    public static long of(long millis, int sequence, int worker, int shard) {
        long time = millis - EPOCH_MILLIS;
        if (time < 0 || time >= 1L << 41) {
            throw new IllegalArgumentException("time outside an id's 41 bits: " + millis);
        }
        requireBelow(sequence, SEQUENCES, "sequence");
        requireBelow(worker, WORKERS, "worker");
        requireBelow(shard, SHARDS, "shard");
        return time << TIME_SHIFT | (long) sequence << SEQUENCE_SHIFT | (long) worker << WORKER_SHIFT | shard;
    }

    /** When the id was made, milliseconds since 1970-01-01 UTC. */
    public static long millis(long id) {
        return (id >>> TIME_SHIFT) + EPOCH_MILLIS;
    }

    /** The smallest id of a millisecond: ids made before it are smaller, those made in or after it are not. */
    public static long first(long millis) {
        return Math.max(0, millis - EPOCH_MILLIS) << TIME_SHIFT;
    }

    /** The worker that made the id, 0 to 127. */
    public static int worker(long id) {
        return (int) (id >>> WORKER_SHIFT) & (WORKERS - 1);
    }

    /** The shard, 0 to 1023. */
    public static int shard(long id) {
        return (int) id & (SHARDS - 1);
    }

    /**
     * The partition of a key that is an id. Doubling the partitions splits each in two.
     *
     * @param partitions a power of two, 1 to 1024
     */
    public static int partition(long id, int partitions) {
        return shard(id) * partitions / SHARDS;
    }

    /** Reads an id as clients write it: a positive number in decimal digits without sign or leading zeros. */
    public static OptionalLong parse(String text) {
        if (text.isEmpty() || text.length() > 19 || text.charAt(0) == '0') {
            return OptionalLong.empty();
        }
        long id = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalLong.empty();
            }
            id = id * 10 + (digit - '0');
        }
        // Nineteen digits overflow into the sign at most once.
        return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
    }

    /** Checks a number of partitions: a power of two, at most {@link #SHARDS}. */
    public static int requirePartitions(int partitions) {
        if (partitions < 1 || partitions > SHARDS || Integer.bitCount(partitions) != 1) {
            throw new IllegalArgumentException("partitions must be a power of two from 1 to 1024, not " + partitions);
        }
        return partitions;
    }

    private static void requireBelow(int value, int bound, String what) {
        if (value < 0 || value >= bound) {
            throw new IllegalArgumentException(what + " must be 0 to " + (bound - 1) + ", not " + value);
        }
    }
}
