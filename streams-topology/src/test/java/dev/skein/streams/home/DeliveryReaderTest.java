package dev.skein.streams.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.SchemaRegistry;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.tweet.Media;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.streams.Given;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryReaderTest {
    private static final String TOPIC = "deliveries";

    /** Says that all was written by a schema that differs in something that nobody reads. */
    private static final class Another implements SchemaRegistry {
        private final SchemaRegistry registry = new InMemorySchemaRegistry();

        @Override
        public int register(String subject, Schema schema) {
            return registry.register(subject, schema);
        }

        @Override
        public Schema schema(int id) {
            Schema other = new Schema.Parser().parse(registry.schema(id).toString());
            other.addProp("other", "1");
            return other;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsWalkedIsWhatAvroReads(long seed) {
        Random random = new Random(seed);
        for (SchemaRegistry registry : List.of(new InMemorySchemaRegistry(), new Another())) {
            AvroSerde<Delivery> serde = new AvroSerde<>(Delivery.class, registry);
            DeliveryReader reader = new DeliveryReader(registry, new RecentTweets());
            for (int i = 0; i < 200; i++) {
                Delivery written = delivery(random);

                Delivery read = Objects.requireNonNull(reader.deserialize(TOPIC, serde.serialize(TOPIC, written)));

                assertThat(read.getChanges())
                        .as("seed %d, delivery %d", seed, i)
                        .hasSameSizeAs(written.getChanges());
                for (int change = 0; change < written.getChanges().size(); change++) {
                    check(read.getChanges().get(change), written.getChanges().get(change));
                }
            }
        }
    }

    private static void check(Object read, Object written) {
        if (written instanceof FannedOut expected) {
            Arrival arrival = (Arrival) read;
            Tweet tweet = expected.getTweet();
            assertThat(arrival.tweet().id()).isEqualTo(tweet.getId());
            assertThat(arrival.tweet().authorId()).isEqualTo(tweet.getAuthor().getId());
            assertThat(arrival.tweet().namesVersion())
                    .isEqualTo(tweet.getAuthor().getVersion());
            assertThat(arrival.tweet().names()).isEqualTo(tweet.getAuthor());
            assertThat(arrival.tweet().version()).isEqualTo(tweet.getVersion());
            assertThat(arrival.tweet().answered())
                    .isEqualTo(Body.answered(tweet.getInReplyTo(), tweet.getInReplyToAuthor()));
            assertThat(Body.tweet(arrival.tweet().bytes())).isEqualTo(tweet);
            assertThat(arrival.retweet()).isEqualTo(expected.getRetweet());
            assertThat(arrival.readers()).isEqualTo(expected.getReaders());
        } else {
            assertThat(read).isEqualTo(written);
        }
    }

    @Test
    void whatPartitionsAreToldOfATweetIsKeptOnce() {
        SchemaRegistry registry = new InMemorySchemaRegistry();
        AvroSerde<Delivery> serde = new AvroSerde<>(Delivery.class, registry);
        RecentTweets recent = new RecentTweets();
        DeliveryReader one = new DeliveryReader(registry, recent);
        DeliveryReader other = new DeliveryReader(registry, recent);
        Tweet tweet = Given.tweet(7, 1).build();
        Tweet edited = Tweet.newBuilder(tweet).setText("edited").build();

        byte[] first = told(one, serde, tweet).bytes();

        assertThat(told(other, serde, tweet).bytes()).isSameAs(first);
        assertThat(Body.tweet(told(other, serde, edited).bytes())).isEqualTo(edited);
        assertThat(Body.tweet(told(one, serde, tweet).bytes())).isEqualTo(tweet);
    }

    private static ToldTweet told(DeliveryReader reader, AvroSerde<Delivery> serde, Tweet tweet) {
        FannedOut change = new FannedOut(tweet, null, ReaderIds.encode(new long[] {9}, 0, 1));
        byte[] record = serde.serialize(TOPIC, new Delivery(List.of(change)));
        Delivery read = Objects.requireNonNull(reader.deserialize(TOPIC, record));
        return ((Arrival) read.getChanges().get(0)).tweet();
    }

    /** It is read as something else or refused, and never goes on for ever. */
    @Test
    void whatIsDamagedIsRefused() {
        Random random = new Random(1);
        SchemaRegistry registry = new InMemorySchemaRegistry();
        AvroSerde<Delivery> serde = new AvroSerde<>(Delivery.class, registry);
        DeliveryReader reader = new DeliveryReader(registry, new RecentTweets());
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = Objects.requireNonNull(serde.serialize(TOPIC, delivery(random)));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[AvroSerde.HEADER_BYTES + random.nextInt(bytes.length - AvroSerde.HEADER_BYTES)] =
                        (byte) random.nextInt();
            }
            try {
                reader.deserialize(TOPIC, bytes);
            } catch (SerializationException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static Delivery delivery(Random random) {
        List<Object> changes = new ArrayList<>();
        for (int count = random.nextInt(5); count >= 0; count--) {
            changes.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Deleted(random.nextLong());
                        case 1 -> new RetweetUndone(random.nextLong(), random.nextLong(), random.nextLong());
                        default -> new FannedOut(tweet(random), maybe(random, retweet(random)), readers(random));
                    });
        }
        return new Delivery(changes);
    }

    private static Tweet tweet(Random random) {
        return new Tweet(
                random.nextLong(),
                author(random),
                text(random, 280),
                maybe(random, "pt-BR"),
                maybe(random, random.nextLong()),
                maybe(random, random.nextLong()),
                maybe(random, random.nextLong()),
                some(random, text(random, 20)),
                some(random, new Mention(random.nextLong(), text(random, 30))),
                some(random, new Media(text(random, 12), "image/jpeg")),
                random.nextLong(),
                maybe(random, random.nextLong()),
                random.nextLong());
    }

    private static Retweet retweet(Random random) {
        return new Retweet(random.nextLong(), author(random));
    }

    private static Author author(Random random) {
        return new Author(random.nextLong(), text(random, 30), text(random, 50), random.nextLong());
    }

    private static ByteBuffer readers(Random random) {
        long[] readers = random.longs(1 + random.nextInt(100), 1, 1L << 40)
                .distinct()
                .sorted()
                .toArray();
        return ReaderIds.encode(readers, 0, readers.length);
    }

    private static String text(Random random, int max) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(max); length > 0; length--) {
            text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(26) : 0x1F600 + random.nextInt(60));
        }
        return text.toString();
    }

    private static <T> List<T> some(Random random, T one) {
        return random.nextBoolean() ? List.of() : new ArrayList<>(Collections.nCopies(1 + random.nextInt(3), one));
    }

    private static <T> @Nullable T maybe(Random random, T value) {
        return random.nextBoolean() ? value : null;
    }
}
