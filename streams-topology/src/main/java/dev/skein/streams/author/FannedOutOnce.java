package dev.skein.streams.author;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.tweet.Tweet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** A change whose tweet was written beforehand, once for the readers of all partitions. On the wire it is a {@link FannedOut}. */
final class FannedOutOnce extends FannedOut {
    /** Its header is left out. */
    private static final AvroSerde<Tweet> TWEETS =
            new AvroSerde<>(Tweet.class, new InMemorySchemaRegistry(Tweet.getClassSchema()));

    private final transient byte[] tweet;

    /** @param written what {@link #written} made of the tweet */
    FannedOutOnce(Tweet tweet, byte[] written, @Nullable Retweet retweet, ByteBuffer readers) {
        super(tweet, retweet, readers);
        this.tweet = written;
    }

    /** A tweet, as the constructor takes it. */
    static byte[] written(Tweet tweet) {
        return Objects.requireNonNull(TWEETS.serialize("written", tweet));
    }

    @Override
    public void customEncode(Encoder out) throws IOException {
        out.writeFixed(tweet, AvroSerde.HEADER_BYTES, tweet.length - AvroSerde.HEADER_BYTES);
        Retweet retweet = getRetweet();
        if (retweet == null) {
            out.writeIndex(0);
            out.writeNull();
        } else {
            out.writeIndex(1);
            retweet.customEncode(out);
        }
        out.writeBytes(getReaders());
    }
}
