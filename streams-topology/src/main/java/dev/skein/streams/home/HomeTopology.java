package dev.skein.streams.home;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.ShardPartitioner;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.activity.Seen;
import dev.skein.schemas.delivery.RebuildRequest;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.streams.CustomStoreBuilder;
import dev.skein.streams.EventRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Source;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.home.RelationProcessor.By;
import java.nio.file.Path;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries → home timelines; follows → how readers stand to others; activity → who is gone and who is back.
 *
 * <pre>
 * deliveries ───────────────────────▶ timelines ┐ one task for a partition    ▶ rebuilds: whoever is back
 * follows ─┬────────────────────────▶ relations │ of readers: a page is         asks those they follow
 *    │     └▶ blocks-by-blocked ────▶ relations │ answered by one
 * activity ┴────────────────────────▶ last-seen ┘                             ▶ deliveries: gone, returned
 * </pre>
 *
 * It runs at_least_once: a delivery applied again changes nothing, and neither does an event of a follow. Whether a
 * timeline is whole is itself told by deliveries, see {@link Standings}.
 */
public final class HomeTopology {
    private static final String APPLY_DELIVERIES = "apply-deliveries";
    private static final String KEEP_SEEN = "keep-seen";
    private static final String[] RELATIONS = {Stores.RELATIONS.name(), Stores.RELATIONS_IN_MEMORY.name()};

    private HomeTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        builder.addStateStore(StateStores.of(Stores.RELATIONS, settings))
                .addStateStore(StateStores.of(Stores.LAST_SEEN, settings))
                .addStateStore(StateStores.of(InnerStores.AUTHORSHIP, settings))
                .addStateStore(new CustomStoreBuilder<>(
                        Stores.RELATIONS_IN_MEMORY.name(), () -> new RelationCache(RelationCache.RELATIONS_MAX)));

        // How people stand to others: by what they do, and by who blocks them.
        KStream<Long, FollowEvent> follows =
                Source.of(builder, Topics.FOLLOWS, settings).peek(EventRules::require, Named.as("checked-follows"));
        follows.process(() -> new RelationProcessor(By.THEMSELVES), Named.as("keep-relations"), RELATIONS);
        follows.filter((actor, event) -> isBlock(event), Named.as("blocks"))
                .selectKey((actor, event) -> event.getTargetId(), Named.as("by-blocked"))
                .repartition(Routes.byId("blocks-by-blocked", Topics.FOLLOWS.value(), settings))
                .process(() -> new RelationProcessor(By.OTHER), Named.as("keep-blocked-by"), RELATIONS);

        // Who is here: whoever reads, and whoever does something to others.
        Source.withTombstones(builder, Topics.ACTIVITY, settings)
                .mapValues(HomeTopology::seenAt, Named.as("seen"))
                .merge(follows.mapValues(FollowEvent::getAt, Named.as("seen-to-follow")), Named.as("all-seen"))
                .process(
                        () -> new SeenProcessor(
                                settings.thresholds().inactiveAfter(),
                                settings.partitions(),
                                settings.timelines().watch()),
                        Named.as(KEEP_SEEN),
                        Stores.LAST_SEEN.name(),
                        InnerStores.AUTHORSHIP.name(),
                        Stores.RELATIONS.name())
                .to(Topics.DELIVERIES.name(), Routes.toTopic(Topics.DELIVERIES, settings));
        return timelines(builder.build(), settings);
    }

    /** Timelines: the topic is the store's changelog, so a delivery is written to Kafka once. */
    private static Topology timelines(Topology topology, TopologySettings settings) {
        Codecs codecs = settings.codecs();
        TimelineEngine engine = new TimelineEngine(settings.timelines());
        RecentTweets recent = new RecentTweets();
        Path tasks = settings.timelines().tasks();
        if (tasks != null) {
            engine.ahead().load(tasks, settings.partitions());
        }
        return topology.addReadOnlyStateStore(
                        new CustomStoreBuilder<>(
                                Stores.TIMELINES.name(),
                                () -> new TimelineStore(
                                        new DeliveryReader(codecs.registry(), recent), settings.partitions(), engine)),
                        "from-deliveries",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.DELIVERIES.name(),
                        APPLY_DELIVERIES,
                        forwarding(
                                () -> new DeliveryProcessor(settings.timelines().ageMax(), settings.partitions())))
                .addSink(
                        "to-rebuilds",
                        Topics.REBUILDS.name(),
                        codecs.key(Topics.REBUILDS).serializer(),
                        codecs.value(Topics.REBUILDS).serializer(),
                        ShardPartitioner.byId(),
                        APPLY_DELIVERIES)
                // What shares a store shares a task, and so an instance: one that knows all of a reader.
                .connectProcessorAndStateStores(KEEP_SEEN, Stores.TIMELINES.name())
                .connectProcessorAndStateStores(
                        APPLY_DELIVERIES,
                        Stores.RELATIONS.name(),
                        Stores.RELATIONS_IN_MEMORY.name(),
                        Stores.LAST_SEEN.name(),
                        InnerStores.AUTHORSHIP.name());
    }

    /** The store's own processor is typed as one without children; what it forwards goes to those it has. */
    @SuppressWarnings("unchecked")
    private static ProcessorSupplier<byte[], byte[], Void, Void> forwarding(
            ProcessorSupplier<byte[], byte @Nullable [], Long, RebuildRequest> supplier) {
        return (ProcessorSupplier<byte[], byte[], Void, Void>) (ProcessorSupplier<?, ?, ?, ?>) supplier;
    }

    /** Null where the account is deleted. */
    private static @Nullable Long seenAt(long user, @Nullable Seen seen) {
        if (seen == null) {
            return null;
        }
        EventRules.require(user, seen);
        return seen.getAt();
    }

    private static boolean isBlock(FollowEvent event) {
        return event.getKind() == FollowEventKind.BLOCK || event.getKind() == FollowEventKind.UNBLOCK;
    }
}
