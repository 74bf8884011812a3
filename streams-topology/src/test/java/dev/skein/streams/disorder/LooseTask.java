package dev.skein.streams.disorder;

import dev.skein.catalog.Id;
import dev.skein.catalog.Store;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.jspecify.annotations.Nullable;

/**
 * A task at least once: reads its inputs, one record at a time, each partition in its order and those among each other in any;
 * what it writes is there some time later, at the latest when it commits. If it is killed, it begins where it committed last;
 * what it has written since is there in part, and so is what it has stored.
 */
public abstract class LooseTask {
    private record Waiting(String topic, int partition, long key, Object value) {}

    private final Broker broker;
    private final TaskId id;
    private final StreamsMetrics metrics;
    private final Path folder;
    private final Map<String, Long> positions = new LinkedHashMap<>();
    private final Map<String, Long> committed = new HashMap<>();
    private final Map<String, MemoryStore<Object, Object>> kept = new LinkedHashMap<>();
    private final Map<String, StateStore> stores = new HashMap<>();
    private final Deque<Waiting> unsent = new ArrayDeque<>();
    private final List<Punctuator> bySeconds = new ArrayList<>();
    private final List<Punctuator> byDays = new ArrayList<>();
    private @Nullable RecordMetadata current;

    protected LooseTask(Broker broker, TaskId id, StreamsMetrics metrics, Path folder, List<String> inputs) {
        this.broker = broker;
        this.id = id;
        this.metrics = metrics;
        this.folder = folder;
        inputs.forEach(input -> {
            positions.put(input, 0L);
            committed.put(input, 0L);
        });
    }

    /** Makes its processors anew, over the stores as they are. */
    protected abstract void open();

    protected abstract void process(String topic, MemoryTopic.Entry entry);

    /** Writes what was held back. */
    protected void flush() {}

    protected final Broker broker() {
        return broker;
    }

    protected final int partition() {
        return id.partition();
    }

    /** A store that outlives crashes. */
    protected final void keep(Store<?, ?> store) {
        MemoryStore<Object, Object> empty = new MemoryStore<>(store.name());
        kept.put(store.name(), empty);
        stores.put(store.name(), empty);
    }

    /** A store that does not, made in {@link #open}. */
    protected final void add(StateStore store) {
        stores.put(store.name(), store);
        store.init(storeContext(), store);
    }

    /** One of them. */
    @SuppressWarnings("unchecked") // As the descriptor says.
    public final <K, V> MemoryStore<K, V> store(Store.KeyValue<K, V> store) {
        return (MemoryStore<K, V>) (MemoryStore<?, ?>) Objects.requireNonNull(kept.get(store.name()));
    }

    /** Where the key belongs. */
    protected final void send(String topic, long key, Object value) {
        send(topic, Id.partition(key, broker.partitions()), key, value);
    }

    protected final void send(String topic, int partition, long key, Object value) {
        unsent.add(new Waiting(topic, partition, key, value));
    }

    /** Up to where an input was committed. */
    protected final long committed(String topic) {
        return committed.getOrDefault(topic, 0L);
    }

    /** Takes the next record of some input; false if there is none. */
    public final boolean step(Random random) {
        List<String> ready = new ArrayList<>();
        positions.forEach((topic, position) -> {
            if (position < broker.topic(topic).end(partition())) {
                ready.add(topic);
            }
        });
        if (ready.isEmpty()) {
            return false;
        }
        String topic = ready.get(random.nextInt(ready.size()));
        MemoryTopic input = broker.topic(topic);
        long offset = Math.max(positions.getOrDefault(topic, 0L), input.start(partition()));
        current = new ProcessorRecordContext(
                broker.now(), offset, partition(), topic, new org.apache.kafka.common.header.internals.RecordHeaders());
        process(topic, input.read(partition(), offset));
        positions.put(topic, offset + 1);
        return true;
    }

    /** Some of what it wrote arrives. */
    public final void deliver(int records) {
        for (int left = Math.min(records, unsent.size()); left > 0; left--) {
            Waiting next = unsent.remove();
            broker.topic(next.topic).append(next.partition, next.key, next.value, broker.now());
        }
    }

    /** What it holds back is written, without a commit. */
    public final void flushNow() {
        flush();
    }

    /** All that it did so far will not be done again. */
    public final void commit() {
        flush();
        deliver(Integer.MAX_VALUE);
        committed.putAll(positions);
        kept.values().forEach(MemoryStore::committed);
    }

    /** A second has passed; much shorter than that ago it has committed. */
    public final void look() {
        commit();
        current = null;
        bySeconds.forEach(punctuator -> punctuator.punctuate(broker.now()));
    }

    /** A day has passed in which nothing was under way. */
    public final void day() {
        byDays.forEach(punctuator -> punctuator.punctuate(broker.now()));
    }

    /** It is killed and starts again. */
    public final void crash(Random random) {
        Map<String, Integer> arrive = new HashMap<>();
        for (Waiting one : unsent) {
            arrive.merge(one.topic + one.partition, 1, Integer::sum);
        }
        arrive.replaceAll((place, count) -> random.nextInt(count + 1));
        for (Waiting one : unsent) {
            if (arrive.merge(one.topic + one.partition, -1, Integer::sum) >= 0) {
                broker.topic(one.topic).append(one.partition, one.key, one.value, broker.now());
            }
        }
        unsent.clear();
        kept.values().forEach(store -> store.crash(random));
        start();
    }

    /** Begins where it committed last. */
    public final void start() {
        bySeconds.clear();
        byDays.clear();
        positions.putAll(committed);
        positions.replaceAll(
                (topic, position) -> Math.max(position, broker.topic(topic).start(partition())));
        open();
    }

    /** What a processor is given. */
    @SuppressWarnings("unchecked")
    protected final <K, V> ProcessorContext<K, V> context(Consumer<Record<K, V>> forwarded) {
        return (ProcessorContext<K, V>)
                proxy(ProcessorContext.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getStateStore" -> stores.get((String) arguments[0]);
                    case "forward" -> {
                        forwarded.accept((Record<K, V>) arguments[0]);
                        yield null;
                    }
                    case "schedule" -> {
                        boolean oneOfSeconds = ((Duration) arguments[0]).compareTo(Duration.ofSeconds(1)) <= 0;
                        (oneOfSeconds ? bySeconds : byDays).add((Punctuator) arguments[2]);
                        yield (Cancellable) () -> {};
                    }
                    default -> shared(method.getName());
                });
    }

    private StateStoreContext storeContext() {
        return (StateStoreContext) proxy(
                StateStoreContext.class,
                (proxy, method, arguments) -> method.getName().equals("register") ? null : shared(method.getName()));
    }

    private @Nullable Object shared(String asked) {
        return switch (asked) {
            case "taskId" -> id;
            case "metrics" -> metrics;
            case "stateDir" -> folder.toFile();
            case "recordMetadata" -> Optional.ofNullable(current);
            case "currentSystemTimeMs" -> broker.now();
            // An error, so that no handler of bad records takes it for one: the test is to fail.
            default -> throw new AssertionError("a processor asks for " + asked + ", which is not played here");
        };
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(LooseTask.class.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
