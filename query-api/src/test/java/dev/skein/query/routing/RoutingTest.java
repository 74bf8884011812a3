package dev.skein.query.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import dev.skein.catalog.Stores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final Instance SELF = new Instance("127.0.0.1", 8081);
    private static final Instance OTHER = new Instance("127.0.0.1", 8181);
    private static final Instance THIRD = new Instance("127.0.0.1", 8281);

    private final AtomicLong nanos = new AtomicLong();
    private final DeadPeers deadPeers = new DeadPeers(nanos::get);

    private Routing routing(Owner owner) {
        return new Routing(SELF, 8, (store, partition) -> owner, deadPeers);
    }

    @Test
    void theOneThatWritesIsAskedFirstAndCopiesAfterIt() {
        Routing routing = routing(new Owner(OTHER, List.of(THIRD, SELF)));

        assertThat(routing.candidates(Stores.TWEETS, 3)).containsExactly(OTHER, SELF, THIRD);
        assertThat(routing.isHere(Stores.TWEETS, 3)).isFalse();
    }

    @Test
    void whoJustFailedIsAskedLastAndGetsAnotherChanceLater() {
        Routing routing = routing(new Owner(OTHER, List.of(THIRD)));
        deadPeers.failed(OTHER);

        assertThat(routing.candidates(Stores.TWEETS, 3)).containsExactly(THIRD, OTHER);

        nanos.addAndGet(DeadPeers.PASSED_OVER.plus(Duration.ofMillis(1)).toNanos());
        assertThat(routing.candidates(Stores.TWEETS, 3)).containsExactly(OTHER, THIRD);
        // One request tries it; the others do not wait for what becomes of that.
        assertThat(routing.candidates(Stores.TWEETS, 3)).containsExactly(THIRD, OTHER);

        deadPeers.answered(OTHER);
        assertThat(routing.candidates(Stores.TWEETS, 3)).containsExactly(OTHER, THIRD);
    }

    @Test
    void nobodyIsAskedWhereNobodyIsKnown() {
        assertThat(routing(Owner.UNKNOWN).candidates(Stores.TWEETS, 3)).isEmpty();
        assertThat(routing(new Owner(SELF, List.of())).isHere(Stores.TWEETS, 3)).isTrue();
    }

    @Test
    void idsGoByTheirShardAndHandlesAsKafkaHasIt() {
        Routing routing = routing(Owner.UNKNOWN);

        assertThat(routing.partition(Id.of(Id.EPOCH_MILLIS + 5, 0, 0, 1023))).isEqualTo(7);
        assertThat(routing.partition(Id.of(Id.EPOCH_MILLIS + 5, 0, 0, 127))).isEqualTo(0);
        assertThat(routing.partition("alice"))
                .isEqualTo(BuiltInPartitioner.partitionForKey("alice".getBytes(StandardCharsets.UTF_8), 8));
    }
}
