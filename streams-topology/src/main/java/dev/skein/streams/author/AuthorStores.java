package dev.skein.streams.author;

import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Store;
import dev.skein.catalog.Stores;
import dev.skein.streams.CustomStoreBuilder;
import dev.skein.streams.StateStores;
import dev.skein.streams.TopologySettings;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsBuilder;

/** What {@link AuthorTopology} keeps: in stores, and in memory the followers by where they read and what is on its way to them. */
final class AuthorStores {
    /** What is needed to keep followers, and to fill the timelines of new ones. */
    static final String[] OF_EDGES =
            names(FanOut.STORES, Stores.FOLLOWER_BARRIERS, Stores.AUTHOR_TIMELINES, Stores.TWEETS, Stores.USERS);

    /** What is needed to keep tweets, and to reach their readers. */
    static final String[] OF_TWEETS = names(
            Stream.of(FanOut.STORES, RecentAuthors.STORES).flatMap(Stream::of).toArray(String[]::new),
            Stores.TWEETS,
            Stores.AUTHOR_TIMELINES,
            Stores.ARCHIVED);

    private AuthorStores() {}

    static void addTo(StreamsBuilder builder, TopologySettings settings) {
        int partitions = settings.partitions();
        builder.addStateStore(StateStores.of(Stores.USERS, settings))
                .addStateStore(StateStores.of(InnerStores.DEPARTED, settings))
                .addStateStore(StateStores.timestamped(Stores.HANDLES, settings))
                .addStateStore(StateStores.of(Stores.TWEETS, settings))
                .addStateStore(StateStores.of(Stores.AUTHOR_TIMELINES, settings))
                .addStateStore(StateStores.inMemory(Stores.ARCHIVED, settings))
                .addStateStore(StateStores.of(Stores.FOLLOWERS, settings))
                .addStateStore(StateStores.of(Stores.FOLLOWER_BARRIERS, settings))
                .addStateStore(StateStores.of(Stores.RETWEETS, settings))
                .addStateStore(StateStores.of(Stores.PARKED_RETWEETS, settings))
                .addStateStore(StateStores.of(InnerStores.PARKED_REPLIES, settings))
                .addStateStore(StateStores.inMemory(InnerStores.FAME, settings))
                .addStateStore(new CustomStoreBuilder<>(
                        RecentAuthors.NAME, () -> new RecentAuthors(RecentAuthors.AUTHORS_MAX / partitions)))
                .addStateStore(
                        new CustomStoreBuilder<>(OutgoingDeliveries.NAME, () -> new OutgoingDeliveries(partitions)))
                .addStateStore(new CustomStoreBuilder<>(
                        FollowerLists.NAME,
                        () -> new FollowerLists(
                                partitions,
                                FollowerLists.READERS_MAX / partitions,
                                FollowerLists.LIST_MAX,
                                settings.thresholds().famousFollowers())));
    }

    /** The stores that a processor is connected to. */
    static String[] names(Store<?, ?>... stores) {
        return names(new String[0], stores);
    }

    static String[] names(String[] more, Store<?, ?>... stores) {
        return Stream.concat(Stream.of(more), Stream.of(stores).map(Store::name))
                .toArray(String[]::new);
    }
}
