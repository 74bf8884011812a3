package dev.skein.streams.home;

import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.streams.CustomStoreBuilder;
import dev.skein.streams.EventRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Source;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.home.RelationProcessor.By;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Deliveries → home timelines; follows → how readers stand to others. Nothing goes out: queries read the stores.
 *
 * <pre>
 * deliveries ───────────────────────▶ timelines ┐ one task for a partition of readers:
 * follows ─┬────────────────────────▶ relations ┘ a page is answered by one
 *          └▶ blocks-by-blocked ────▶ relations
 * </pre>
 *
 * It runs at_least_once: a delivery applied again changes nothing, and neither does an event of a follow.
 */
public final class HomeTopology {
    private static final String APPLY_DELIVERIES = "apply-deliveries";

    private HomeTopology() {}

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        StreamsBuilder builder = TopologySettings.builder();
        builder.addStateStore(StateStores.of(Stores.RELATIONS, settings));

        // How people stand to others: by what they do, and by who blocks them.
        KStream<Long, FollowEvent> follows =
                Source.of(builder, Topics.FOLLOWS, settings).peek(EventRules::require, Named.as("checked-follows"));
        follows.process(
                () -> new RelationProcessor(By.THEMSELVES), Named.as("keep-relations"), Stores.RELATIONS.name());
        follows.filter((actor, event) -> isBlock(event), Named.as("blocks"))
                .selectKey((actor, event) -> event.getTargetId(), Named.as("by-blocked"))
                .repartition(Routes.byId("blocks-by-blocked", Topics.FOLLOWS.value(), settings))
                .process(() -> new RelationProcessor(By.OTHER), Named.as("keep-blocked-by"), Stores.RELATIONS.name());

        // Timelines: the topic is the store's changelog, so a delivery is written to Kafka once.
        Deserializer<Delivery> deliveries =
                settings.codecs().value(Topics.DELIVERIES).deserializer();
        return builder.build()
                .addReadOnlyStateStore(
                        new CustomStoreBuilder<>(
                                Stores.TIMELINES.name(), () -> new TimelineStore(deliveries, settings.partitions())),
                        "from-deliveries",
                        settings.codecs().key(Topics.DELIVERIES).deserializer(),
                        deliveries,
                        Topics.DELIVERIES.name(),
                        APPLY_DELIVERIES,
                        DeliveryProcessor::new)
                // Not that it reads them: what shares a store shares a task, and so an instance.
                .connectProcessorAndStateStores(APPLY_DELIVERIES, Stores.RELATIONS.name());
    }

    private static boolean isBlock(FollowEvent event) {
        return event.getKind() == FollowEventKind.BLOCK || event.getKind() == FollowEventKind.UNBLOCK;
    }
}
