package dev.skein.bench.marks;

import dev.skein.bench.console.Progress;
import dev.skein.bench.load.Graph;
import dev.skein.catalog.App;
import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import dev.skein.catalog.Stores;
import dev.skein.schemas.store.Relation;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Who follows whom, as [author] and [home] keep it after they have heard of it: written into the logs that their stores are
 * restored from, since to hear of millions of follows takes many times as long as what is measured here.
 */
final class KnownGraph {
    /** A store's changelog, as Kafka Streams names it. */
    private static final class Log<K, V> {
        private final String topic;
        private final Serde<K> keys;
        private final Serde<V> values;

        Log(Store.KeyValue<K, V> store, App app, Codecs codecs) {
            this.topic = app.id("skein") + "-" + store.name() + "-changelog";
            this.keys = codecs.serde(store.key());
            this.values = codecs.serde(store.value());
        }

        ProducerRecord<byte[], byte[]> record(int partition, long at, K key, V value) {
            return new ProducerRecord<>(
                    topic,
                    partition,
                    at,
                    keys.serializer().serialize(topic, key),
                    values.serializer().serialize(topic, value));
        }
    }

    private final Stage stage;
    private final EventWriter writer;
    private final Log<IdPair, Long> followers;
    private final Log<IdPair, Relation> relations;
    private final Log<Long, Long> lastSeen;

    KnownGraph(Stage stage, EventWriter writer) {
        this.stage = stage;
        this.writer = writer;
        Codecs codecs = new Codecs(new HttpSchemaRegistry(stage.registry()));
        this.followers = new Log<>(Stores.FOLLOWERS, App.AUTHOR, codecs);
        this.relations = new Log<>(Stores.RELATIONS, App.HOME, codecs);
        this.lastSeen = new Log<>(Stores.LAST_SEEN, App.HOME, codecs);
    }

    /** Has it known when the query instance, which is started anew, is ready. */
    void load(PrintStream out) throws IOException, InterruptedException {
        stage.system().stop(Servers.QUERY);
        write(System.currentTimeMillis(), out);
        long begin = System.nanoTime();
        stage.system().restart(Servers.QUERY);
        out.printf("graph: known after %,.0f s%n", (System.nanoTime() - begin) / 1e9);
    }

    private void write(long at, PrintStream out) {
        Population population = writer.population();
        Graph graph = population.graph();
        Relation following = new Relation(at, false, false, false, 0L);
        try (Progress progress = Progress.start("graph", "edges written", graph.edges(), out)) {
            int done = 0;
            for (int person = 0; person < population.people(); person++) {
                long followee = population.id(person);
                writer.send(lastSeen.record(partition(followee), at, followee, at));
                for (int i = 0; i < graph.followersOf(person); i++) {
                    long follower = population.id(graph.follower(person, i));
                    writer.send(followers.record(partition(followee), at, new IdPair(followee, follower), at));
                    writer.send(relations.record(partition(follower), at, new IdPair(follower, followee), following));
                }
                done += graph.followersOf(person);
                progress.to(done);
            }
            writer.flush();
        }
    }

    private int partition(long person) {
        return Id.partition(person, stage.partitions());
    }
}
