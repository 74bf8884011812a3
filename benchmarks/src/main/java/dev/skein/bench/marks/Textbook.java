package dev.skein.bench.marks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * What a reader of the documentation of Kafka Streams would write: a table of each author's followers, tweets joined with
 * it, a record for each follower, a list for each user. A peer to compare with, and nothing else.
 */
final class Textbook implements AutoCloseable {
    static final String FOLLOWS = "textbook-follows";
    private static final String TWEETS = "textbook-tweets";
    private static final int LIST_BYTES_MAX = 800 * Long.BYTES;

    private final KafkaStreams streams;
    private final AtomicLong delivered = new AtomicLong();

    private Textbook(Stage stage, Path folder) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "textbook");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, stage.kafka());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        this.streams = new KafkaStreams(topology(), properties);
    }

    /** Starts it. */
    static Textbook start(Stage stage, Path folder) throws InterruptedException {
        try {
            stage.admin()
                    .createTopics(List.of(
                            new NewTopic(FOLLOWS, stage.partitions(), (short) 1),
                            new NewTopic(TWEETS, stage.partitions(), (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics could not be made", e);
        }
        Textbook textbook = new Textbook(stage, folder);
        textbook.streams.start();
        return textbook;
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<Long, byte[]> followers = builder.stream(FOLLOWS, Consumed.with(Serdes.Long(), Serdes.Long()))
                .groupByKey(Grouped.with(Serdes.Long(), Serdes.Long()))
                .aggregate(
                        () -> new byte[0],
                        (author, follower, list) -> with(list, follower, Integer.MAX_VALUE),
                        Materialized.with(Serdes.Long(), Serdes.ByteArray()));
        builder.stream(TWEETS, Consumed.with(Serdes.Long(), Serdes.ByteArray()))
                .join(followers, Both::new, Joined.with(Serdes.Long(), Serdes.ByteArray(), Serdes.ByteArray()))
                .flatMap((author, both) -> deliveries(both))
                .repartition(Repartitioned.with(Serdes.Long(), Serdes.ByteArray()))
                .groupByKey(Grouped.with(Serdes.Long(), Serdes.ByteArray()))
                .aggregate(
                        () -> new byte[0],
                        (reader, tweet, list) -> {
                            delivered.incrementAndGet();
                            return with(list, ByteBuffer.wrap(tweet).getLong(), LIST_BYTES_MAX);
                        },
                        Materialized.with(Serdes.Long(), Serdes.ByteArray()));
        return builder.build();
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Both(byte[] tweet, byte[] followers) {}

    private static List<KeyValue<Long, byte[]>> deliveries(Both both) {
        ByteBuffer followers = ByteBuffer.wrap(both.followers);
        List<KeyValue<Long, byte[]>> deliveries = new ArrayList<>(both.followers.length / Long.BYTES);
        while (followers.hasRemaining()) {
            deliveries.add(KeyValue.pair(followers.getLong(), both.tweet));
        }
        return deliveries;
    }

    private static byte[] with(byte[] list, long id, int bytesMax) {
        int kept = Math.min(list.length, bytesMax - Long.BYTES);
        byte[] longer = new byte[kept + Long.BYTES];
        System.arraycopy(list, list.length - kept, longer, 0, kept);
        ByteBuffer.wrap(longer).putLong(kept, id);
        return longer;
    }

    /** Who follows whom. */
    void follows(EventWriter writer) throws InterruptedException {
        Population population = writer.population();
        for (int author = 0; author < population.people(); author++) {
            for (int i = 0; i < population.graph().followersOf(author); i++) {
                writer.send(new ProducerRecord<>(
                        FOLLOWS,
                        bytes(population.id(author)),
                        bytes(population.id(population.graph().follower(author, i)))));
            }
        }
        writer.flush();
    }

    /** Delivers some tweets; returns how many deliveries there were each second. */
    double round(EventWriter writer, EventWriter.Tweets tweets, Duration timeout) throws InterruptedException {
        Population population = writer.population();
        long before = delivered.get();
        long due = before + tweets.deliveries() - tweets.size();
        long begin = System.nanoTime();
        for (int i = 0; i < tweets.size(); i++) {
            byte[] value = new byte[Long.BYTES + 200];
            ByteBuffer.wrap(value).putLong(tweets.ids()[i]);
            writer.send(new ProducerRecord<>(TWEETS, bytes(population.id(tweets.authors()[i])), value));
        }
        writer.flush();
        while (delivered.get() < due) {
            if (System.nanoTime() - begin > timeout.toNanos()) {
                throw new IllegalStateException(
                        "of " + (due - before) + " deliveries there are " + (delivered.get() - before));
            }
            Drain.pause(Duration.ofMillis(5));
        }
        return (due - before) / ((System.nanoTime() - begin) / 1e9);
    }

    private static byte[] bytes(long id) {
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }

    @Override
    public void close() throws IOException {
        streams.close(Duration.ofSeconds(20));
    }
}
