package dev.skein.streams.home;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.SchemaRegistry;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.tweet.Tweet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads deliveries, each {@link FannedOut} in them as an {@link Arrival}. What was written by the very schema that this
 * process was built with is walked, in the order of its fields, and the tweets in it are left as bytes; what was written by
 * another one is read as Avro resolves it.
 */
final class DeliveryReader implements Deserializer<Delivery> {
    private static final Schema CHANGE =
            Delivery.getClassSchema().getField("changes").schema().getElementType();
    private static final int FANNED_OUT =
            CHANGE.getIndexNamed(FannedOut.getClassSchema().getFullName());
    private static final Schema LANG = of("lang");
    private static final Schema QUOTE_OF = of("quoteOf");
    private static final Schema HASHTAGS = of("hashtags");
    private static final Schema MENTIONS = of("mentions");
    private static final Schema MEDIA = of("media");
    private static final Schema EDITED_AT = of("editedAt");

    private final AvroSerde<Delivery> serde;
    private final RecentTweets recent;
    private final List<SpecificDatumReader<Object>> changes;
    private final SpecificDatumReader<Retweet> retweets = new SpecificDatumReader<>(Retweet.class);

    /** @param recent of all readers of a process */
    DeliveryReader(SchemaRegistry registry, RecentTweets recent) {
        this.serde = new AvroSerde<>(Delivery.class, registry);
        this.recent = recent;
        this.changes = CHANGE.getTypes().stream()
                .map(change -> new SpecificDatumReader<>(change))
                .toList();
    }

    @Override
    public @Nullable Delivery deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (serde.isOwn(bytes)) {
            return serde.read(bytes, in -> walk(bytes, in));
        }
        Delivery delivery = serde.deserialize(topic, bytes);
        if (delivery != null) {
            delivery.getChanges()
                    .replaceAll(change -> change instanceof FannedOut fannedOut ? Arrival.of(fannedOut) : change);
        }
        return delivery;
    }

    private Delivery walk(byte[] bytes, BinaryDecoder in) throws IOException {
        List<Object> told = new ArrayList<>();
        for (long count = in.readArrayStart(); count != 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                told.add(change(bytes, in));
            }
        }
        return new Delivery(told);
    }

    private Object change(byte[] bytes, BinaryDecoder in) throws IOException {
        int kind = in.readIndex();
        if (kind != FANNED_OUT) {
            return changes.get(kind).read(null, in);
        }
        ToldTweet tweet = tweet(bytes, in);
        Retweet retweet = isThere(in) ? retweets.read(null, in) : null;
        int length = in.readInt();
        ByteBuffer readers = ByteBuffer.wrap(bytes, place(bytes, in), length).slice();
        in.skipFixed(length);
        return new Arrival(tweet, retweet, readers);
    }

    private ToldTweet tweet(byte[] bytes, BinaryDecoder in) throws IOException {
        int from = place(bytes, in);
        long id = in.readLong();
        long author = in.readLong();
        skipString(in); // handle
        skipString(in); // displayName
        long namesVersion = in.readLong();
        skipString(in); // text
        skip(LANG, in);
        Long inReplyTo = isThere(in) ? in.readLong() : null;
        Long inReplyToAuthor = isThere(in) ? in.readLong() : null;
        skip(QUOTE_OF, in);
        skip(HASHTAGS, in);
        skip(MENTIONS, in);
        skip(MEDIA, in);
        in.readLong(); // createdAt
        skip(EDITED_AT, in);
        long version = in.readLong();
        return new ToldTweet(
                id,
                author,
                namesVersion,
                Body.answered(inReplyTo, inReplyToAuthor),
                version,
                recent.bytes(id, bytes, from, place(bytes, in)));
    }

    private static Schema of(String field) {
        return Tweet.getClassSchema().getField(field).schema();
    }

    /** Of a union with null: which of both it is. */
    private static boolean isThere(BinaryDecoder in) throws IOException {
        int index = in.readIndex();
        if (index != 0 && index != 1) {
            throw new AvroRuntimeException("there is no such member of a union: " + index);
        }
        return index == 1;
    }

    /** Avro's own skipping follows a negative length back. */
    private static void skip(Schema schema, BinaryDecoder in) throws IOException {
        switch (schema.getType()) {
            case NULL -> {}
            case INT, LONG -> in.readLong();
            case STRING -> skipString(in);
            case UNION -> skip(schema.getTypes().get(in.readIndex()), in);
            case ARRAY -> {
                for (long count = in.readArrayStart(); count != 0; count = in.arrayNext()) {
                    for (long i = 0; i < count; i++) {
                        skip(schema.getElementType(), in);
                    }
                }
            }
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), in);
                }
            }
            default -> throw new AvroRuntimeException("no tweet has " + schema);
        }
    }

    private static void skipString(BinaryDecoder in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new AvroRuntimeException("a length of " + length);
        }
        in.skipFixed(length);
    }

    /** Where the decoder is. */
    private static int place(byte[] bytes, BinaryDecoder in) throws IOException {
        return bytes.length - in.inputStream().available();
    }
}
