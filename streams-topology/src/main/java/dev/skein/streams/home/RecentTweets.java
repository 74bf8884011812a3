package dev.skein.streams.home;

import dev.skein.streams.FibonacciHash;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of tweets that were read of late. All partitions with readers of a tweet are told it within moments, each by a
 * record of its own: those of one process keep the same bytes, once. Any thread.
 */
final class RecentTweets {
    /** 2¹⁵: what comes within seconds, and at most some ten megabytes that nobody else may keep any more. */
    private static final int PLACES_BITS = 15;

    /** Each has the last of those tweets that belong there. */
    private final AtomicReferenceArray<byte @Nullable []> places = new AtomicReferenceArray<>(1 << PLACES_BITS);

    /** As {@link Body#bytes(byte[], int, int)}: those that were made before, where they are the same. */
    byte[] bytes(long tweet, byte[] record, int from, int to) {
        int place = FibonacciHash.below(PLACES_BITS, tweet);
        byte[] recent = places.getAcquire(place);
        if (recent != null && Body.isOf(recent, record, from, to)) {
            return recent;
        }
        byte[] bytes = Body.bytes(record, from, to);
        places.setRelease(place, bytes);
        return bytes;
    }
}
