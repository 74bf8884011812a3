package dev.skein.streams.home;

import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Retweet;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FannedOut} as it is read from the log: nearly all that is delivered are such.
 *
 * @param retweet null for the tweet itself
 * @param readers as {@link FannedOut} has them
 */
record Arrival(ToldTweet tweet, @Nullable Retweet retweet, ByteBuffer readers) {
    /** One that is there as objects. */
    static Arrival of(FannedOut fannedOut) {
        return new Arrival(ToldTweet.of(fannedOut.getTweet()), fannedOut.getRetweet(), fannedOut.getReaders());
    }
}
