package dev.skein.bench.marks;

import dev.skein.bench.replay.Words;
import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.Author;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.agrona.collections.IntArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events as the ingest API does, as fast as the broker takes them. */
final class EventWriter implements AutoCloseable {
    private static final int BATCH_BYTES = 512 * 1024;
    private static final long BUFFER_BYTES = 128L << 20;

    /** Tweets made beforehand, so that writing them is nothing but writing. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and hundreds of thousands of them.
    record Tweets(List<ProducerRecord<byte[], byte[]>> records, int[] authors, long[] ids, long deliveries) {
        /** What was written, without the bytes. */
        Tweets written() {
            return new Tweets(List.of(), authors, ids, deliveries);
        }

        int size() {
            return authors.length;
        }
    }

    private final Population population;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroSerde<TweetEvent> tweetEvents;
    private final AvroSerde<ReactionEvent> reactionEvents;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long lastMillis;
    private int sequence;

    EventWriter(Population population, Stage stage) {
        this.population = population;
        this.partitions = stage.partitions();
        HttpSchemaRegistry registry = new HttpSchemaRegistry(stage.registry());
        this.tweetEvents = new AvroSerde<>(TweetEvent.class, registry);
        this.reactionEvents = new AvroSerde<>(ReactionEvent.class, registry);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stage.kafka(),
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES,
                        ProducerConfig.LINGER_MS_CONFIG,
                        1,
                        // As ingest's.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        BUFFER_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    Population population() {
        return population;
    }

    /** Makes tweets of people at random, until their readers together are so many. */
    Tweets tweets(long deliveries, SplittableRandom random) {
        IntArrayList authors = new IntArrayList();
        long readers = 0;
        while (readers < deliveries) {
            int author = random.nextInt(population.people());
            authors.addInt(author);
            readers += population.readersOf(author);
        }
        return tweets(authors.toIntArray(), random);
    }

    /** Makes a tweet of everybody, in no order. */
    Tweets ofEverybody(SplittableRandom random) {
        int[] authors = IntStream.range(0, population.people()).toArray();
        for (int i = authors.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int author = authors[i];
            authors[i] = authors[other];
            authors[other] = author;
        }
        return tweets(authors, random);
    }

    private Tweets tweets(int[] authors, SplittableRandom random) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(authors.length);
        long[] ids = new long[authors.length];
        long made = 0;
        for (int i = 0; i < authors.length; i++) {
            ids[i] = nextId(population.id(authors[i]));
            records.add(tweet(authors[i], ids[i], random.nextInt(1 << 20)));
            made += population.readersOf(authors[i]);
        }
        return new Tweets(records, authors, ids, made);
    }

    /** One tweet of somebody. */
    ProducerRecord<byte[], byte[]> tweet(int author, long id, int words) {
        return tweet(author, id, Words.text(words, "", ""), Words.hashtags(words, ""), null);
    }

    /** One tweet of somebody, who says this. */
    ProducerRecord<byte[], byte[]> tweet(
            int author, long id, String text, List<String> hashtags, @Nullable String lang) {
        long at = Id.millis(id);
        String name = "person" + author;
        Tweet tweet = new Tweet(
                id,
                new Author(population.id(author), name, name, 1L),
                text,
                lang,
                null,
                null,
                null,
                hashtags,
                List.of(),
                List.of(),
                at,
                null,
                id);
        byte[] value = Objects.requireNonNull(
                tweetEvents.serialize(Topics.TWEETS.name(), new TweetEvent(TweetEventKind.POSTED, tweet)));
        return record(Topics.TWEETS.name(), id, id, value, at);
    }

    /** What somebody thinks of a tweet from now on. */
    ProducerRecord<byte[], byte[]> reaction(ReactionEvent event) {
        byte[] value = Objects.requireNonNull(reactionEvents.serialize(Topics.LIKES.name(), event));
        return record(Topics.LIKES.name(), event.getUserId(), event.getUserId(), value, event.getAt());
    }

    /** Ids rise, as those of one ingest instance do; where too many are wanted at once, they run ahead of the clock. */
    long nextId(long userId) {
        long now = System.currentTimeMillis();
        if (now > lastMillis) {
            lastMillis = now;
            sequence = 0;
        } else if (++sequence == Id.SEQUENCES * Id.WORKERS) {
            lastMillis++;
            sequence = 0;
        }
        return Id.of(lastMillis, sequence / Id.WORKERS, sequence % Id.WORKERS, Id.shard(userId));
    }

    /** Writes them and waits until the broker has them. */
    void write(Tweets tweets) {
        write(tweets.records());
    }

    /** Writes them and waits until the broker has them. */
    void write(List<ProducerRecord<byte[], byte[]>> records) {
        records.forEach(this::send);
        flush();
    }

    /** Writes one without waiting. */
    void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    /** Waits until the broker has all. */
    void flush() {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("events could not be written", failed);
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, long key, long shardOf, byte[] value, long at) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(key).array();
        return new ProducerRecord<>(topic, Id.partition(shardOf, partitions), at, bytes, value);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
