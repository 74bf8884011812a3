package dev.skein.query.hosting;

import dev.skein.catalog.App;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.query.config.QueryConfig;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Owners;
import dev.skein.streams.DeliveryLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications of this process: starts those that it hosts once their topics are there, tells when all of them run
 * with everything restored, and ends the process when one of them cannot go on.
 */
public final class StreamsHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsHost.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LOOK_AT_START_EVERY = Duration.ofMillis(20);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    /** They may have much to restore, and counting need not wait for that. */
    private static final Duration TIMELINES_FIRST_MAX = Duration.ofSeconds(15);

    private final Map<App, HostedApp> apps = new EnumMap<>(App.class);
    private final InstanceId instanceId;
    private final KnownOwners owners;
    private final HostedStores stores;
    private final Admin admin;
    private final int partitions;
    private final DeliveryLog deliveryLog;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread keeper;
    /** Those that have run once, with everything restored. */
    private final Set<App> begun = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> running = new CompletableFuture<>();

    private volatile @Nullable String waitingFor = "not started";

    /**
     * Prepares the applications; {@link #start()} starts them.
     *
     * @param topologies of an application
     * @param exit completed when the process must end
     * @param deliveryLog told before any application starts
     */
    public StreamsHost(
            QueryConfig config,
            Function<App, Topology> topologies,
            Admin admin,
            MeterRegistry meters,
            CompletableFuture<ExitReason> exit,
            DeliveryLog deliveryLog,
            Clock clock) {
        this.admin = admin;
        this.partitions = config.partitions();
        this.deliveryLog = deliveryLog;
        this.clock = clock;
        this.instanceId = InstanceId.in(config.stateDir());
        Gauge.builder("skein.rocksdb.held.bytes", SharedRocksDb::heldBytes).register(meters);
        // All of them before anything else is made: with that of [home], snapshots of timelines begin to be loaded.
        Map<App, Topology> built = new EnumMap<>(App.class);
        config.applications().forEach(app -> built.put(app, topologies.apply(app)));
        Map<App, KafkaStreams> streams = new EnumMap<>(App.class);
        built.forEach((app, topology) -> {
            HostedApp hosted = new HostedApp(
                    app,
                    topology,
                    StreamsProperties.of(app, config, instanceId.value()),
                    new FailureHandler(app, exit, closing, clock),
                    meters);
            apps.put(app, hosted);
            streams.put(app, hosted.streams());
        });
        owners = new KnownOwners(Stores.all(), config.partitions(), streams, System::nanoTime);
        stores = new HostedStores(
                Stores.all(), config.partitions(), apps, Instance.parse(config.advertised()), owners, clock);
        apps.forEach((app, hosted) -> hosted.streams().setStateListener((now, before) -> {
            LOG.info("{}: {} after {}", app, now, before);
            owners.forget(app);
            if (now == KafkaStreams.State.RUNNING) {
                stores.forget(app);
                if (begun.add(app)) {
                    hosted.runs();
                }
                if (begun.equals(apps.keySet())) {
                    running.complete(null);
                }
            }
        }));
        keeper = new Thread(() -> keep(config.standbys() > 0), "streams-keeper");
        keeper.setDaemon(true);
    }

    /** Starts the applications as soon as their topics are there. Returns at once. */
    public void start() {
        keeper.start();
    }

    /** Done when every application has begun to run. */
    public CompletionStage<Void> running() {
        return running.minimalCompletionStage();
    }

    /** Who holds what. */
    public Owners owners() {
        return owners;
    }

    /** The stores that lie here. */
    public LocalStores stores() {
        return stores;
    }

    /** How far this process is with a source of an application, without asking anyone. */
    public Commits commits(App app) {
        HostedApp hosted = apps.get(app);
        return partition -> hosted == null ? 0 : hosted.committed(partition);
    }

    /**
     * What is missing until every application has begun to run, or null. A rebalance later on does not count: it takes most
     * partitions nothing, and reads of the others are told to come back.
     */
    public @Nullable String missing() {
        String waiting = waitingFor;
        if (waiting != null) {
            return waiting;
        }
        String notRunning = apps.entrySet().stream()
                .filter(app -> !isOfUse(app.getKey(), app.getValue().state()))
                .map(app -> app.getKey() + " is " + app.getValue().state())
                .collect(Collectors.joining(", "));
        return notRunning.isEmpty() ? null : notRunning;
    }

    private boolean isOfUse(App app, KafkaStreams.State state) {
        return state == KafkaStreams.State.RUNNING || (state == KafkaStreams.State.REBALANCING && begun.contains(app));
    }
    /** Stops all applications; they stay members of their groups, so that a restart finds its partitions. */
    @Override
    public void close() {
        closing.countDown();
        try {
            keeper.join(CLOSE_WITHIN.toMillis());
            sideBySide(app -> true, app -> app.close(CLOSE_WITHIN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            instanceId.close();
        }
    }

    private void keep(boolean lagsToo) {
        try {
            while (!topicsAreThere()) {
                if (closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            waitingFor = null;
            // Not all at once: a member of a group that opens its stores for longer than its session, for want of a
            // processor, while its group comes together again, is thrown out, and opens them again.
            sideBySide(app -> !app.exactlyOnce(), HostedApp::start);
            long longest = clock.millis() + TIMELINES_FIRST_MAX.toMillis();
            while (!timelinesHaveBegun() && clock.millis() < longest) {
                if (closing.await(LOOK_AT_START_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            sideBySide(App::exactlyOnce, HostedApp::start);
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (lagsToo) {
                    apps.values().forEach(app -> app.lookAtLags(clock.millis()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean timelinesHaveBegun() {
        return apps.keySet().stream().allMatch(app -> app.exactlyOnce() || begun.contains(app));
    }

    /** Starting waits until a global store is filled. */
    private void sideBySide(Predicate<App> which, Consumer<HostedApp> action) throws InterruptedException {
        List<Thread> threads = apps.entrySet().stream()
                .filter(app -> which.test(app.getKey()))
                .map(app -> app.getValue().thread(() -> action.accept(app.getValue())))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** A store of timelines compares its snapshot with this. */
    private void lookAtDeliveries(Collection<TopicListing> topics) throws ExecutionException, InterruptedException {
        String name = Topics.DELIVERIES.name();
        Map<TopicPartition, OffsetSpec> starts = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            starts.put(new TopicPartition(name, partition), OffsetSpec.earliest());
        }
        Map<Integer, Long> offsets = new HashMap<>();
        admin.listOffsets(starts).all().get().forEach((place, start) -> offsets.put(place.partition(), start.offset()));
        topics.stream()
                .filter(topic -> topic.name().equals(name))
                .forEach(topic -> deliveryLog.is(topic.topicId().toString(), offsets));
    }

    private boolean topicsAreThere() throws InterruptedException {
        Set<String> missing = new TreeSet<>();
        Topics.all().stream().map(Topic::name).forEach(missing::add);
        try {
            Collection<TopicListing> topics = admin.listTopics().listings().get();
            topics.forEach(topic -> missing.remove(topic.name()));
            if (missing.isEmpty()) {
                lookAtDeliveries(topics);
                return true;
            }
            waitingFor = "waiting for topics: " + String.join(", ", missing);
        } catch (ExecutionException e) {
            waitingFor = "waiting for Kafka: " + e.getCause();
        }
        return false;
    }
}
