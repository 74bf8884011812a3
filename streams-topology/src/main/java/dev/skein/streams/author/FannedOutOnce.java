package dev.skein.streams.author;

import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.tweet.Tweet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** A change whose tweet was written beforehand, once for the readers of all partitions. On the wire it is a {@link FannedOut}. */
final class FannedOutOnce extends FannedOut {
    private static final int TWEET_BYTES = 512;

    private final transient byte[] tweet;

    /** @param written what {@link #written} made of the tweet */
    FannedOutOnce(Tweet tweet, byte[] written, @Nullable Retweet retweet, ByteBuffer readers) {
        super(tweet, retweet, readers);
        this.tweet = written;
    }

    /** A tweet in Avro's binary encoding. */
    static byte[] written(Tweet tweet) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TWEET_BYTES);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            tweet.customEncode(encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void customEncode(Encoder out) throws IOException {
        out.writeFixed(tweet);
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
