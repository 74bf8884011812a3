package dev.skein.streams;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.Store;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A topology on one partition, in a folder of its own, with topics and stores as the catalog describes them. */
public final class TopologyDriver implements AutoCloseable {
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private final Codecs codecs = new Codecs(new InMemorySchemaRegistry());
    private final Path folder;
    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<?, ?>> inputs = new HashMap<>();
    private final TimelineSettings timelines = TimelineSettings.unbounded();

    /** Starts it at a time of the wall clock. */
    public TopologyDriver(Function<TopologySettings, Topology> topology, long nowMillis) {
        this(topology, nowMillis, Thresholds.DEFAULT);
    }

    /** As the other, with thresholds of its own. */
    public TopologyDriver(Function<TopologySettings, Topology> topology, long nowMillis, Thresholds thresholds) {
        this(topology, nowMillis, thresholds, Map.of());
    }

    /**
     * As the others, after one that has ended.
     *
     * @param left what {@link #leave} returned: its stores find there what they had written
     */
    public TopologyDriver(
            Function<TopologySettings, Topology> topology,
            long nowMillis,
            Thresholds thresholds,
            Map<String, byte[]> left) {
        try {
            // The driver commits after each record, and a commit waits for the disk.
            folder = Files.isWritable(IN_MEMORY)
                    ? Files.createTempDirectory(IN_MEMORY, "skein-topology")
                    : Files.createTempDirectory("skein-topology");
            for (Map.Entry<String, byte[]> file : left.entrySet()) {
                Path path = taskFolder().resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        driver = new TopologyTestDriver(
                topology.apply(new TopologySettings(1, codecs, new Applied(), thresholds, timelines)),
                properties,
                Instant.ofEpochMilli(nowMillis));
    }

    /** Writes a record. */
    public <K, V> void pipe(Topic<K, V> topic, K key, @Nullable V value, long atMillis) {
        @SuppressWarnings("unchecked") // Made below from the same descriptor.
        TestInputTopic<K, V> input = (TestInputTopic<K, V>) inputs.computeIfAbsent(
                topic.name(),
                name -> driver.createInputTopic(
                        name,
                        codecs.key(topic).serializer(),
                        codecs.value(topic).serializer()));
        input.pipeInput(key, value, atMillis);
    }

    /** Reads what was written to a topic since the last time. */
    public <K, V> List<TestRecord<K, V>> read(Topic<K, V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        codecs.key(topic).deserializer(),
                        codecs.value(topic).deserializer())
                .readRecordsToList();
    }

    /** The reasons of the dead letters since the last time. */
    public List<String> deadLetters() {
        return driver
                .createOutputTopic(Topics.DEAD_LETTERS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> new String(
                        record.headers().lastHeader(DeadLetterHandler.REASON).value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Who has a stream open. */
    public TimelineWatch watch() {
        return timelines.watch();
    }

    /** A store. */
    public <K, V> KeyValueStore<K, V> store(Store<K, V> store) {
        return driver.getKeyValueStore(store.name());
    }

    /** A store of our own kind. */
    public <S> S store(Store<?, ?> store, Class<S> type) {
        return type.cast(driver.getStateStore(store.name()));
    }

    /** All that is in a store, in the order of its keys. */
    public <K, V> List<KeyValue<K, V>> all(Store<K, V> store) {
        List<KeyValue<K, V>> all = new ArrayList<>();
        try (KeyValueIterator<K, V> entries = this.<K, V>store(store).all()) {
            entries.forEachRemaining(all::add);
        }
        return all;
    }

    /** All values in a store that keeps them by time. */
    public <K, V> List<V> values(Store.Timed<K, V> store) {
        List<V> values = new ArrayList<>();
        try (KeyValueIterator<?, V> entries =
                driver.<K, V>getWindowStore(store.name()).all()) {
            entries.forEachRemaining(entry -> values.add(entry.value));
        }
        return values;
    }

    /** Closes a store of our own kind, and returns the files that it leaves: the driver removes them when it is closed. */
    public Map<String, byte[]> leave(Store<?, ?> store) {
        driver.getStateStore(store.name()).close();
        Map<String, byte[]> left = new HashMap<>();
        try (Stream<Path> files = Files.walk(taskFolder().resolve(store.name()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                left.put(taskFolder().relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return left;
    }

    private Path taskFolder() {
        return folder.resolve("test").resolve("0_0");
    }

    /** The value of a metric of our own. */
    public double metric(String group, String name) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(group)
                        && metric.getKey().name().equals(name))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue())
                .sum();
    }

    /** Lets the wall clock go on. */
    public void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
