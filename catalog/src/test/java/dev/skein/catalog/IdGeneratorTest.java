package dev.skein.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.IdGenerator.NoLeaseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdGeneratorTest {
    private static final long NOW = 1_777_636_800_000L;

    private final AtomicLong clock = new AtomicLong(NOW);
    private volatile WorkerLease lease = new WorkerLease(5, NOW, NOW + 10_000);
    private final IdGenerator generator = new IdGenerator(() -> lease, clock::get);

    @Test
    void thirtyTwoIdsAreMadeInAMillisecondAndThenItsNextOneIsWaitedFor() {
        // Given a clock that goes on after it was asked a while
        AtomicLong asked = new AtomicLong();
        IdGenerator ticking = new IdGenerator(() -> lease, () -> NOW + asked.incrementAndGet() / 100);
        // When
        long[] ids = LongStream.range(0, 200).map(i -> ticking.next(7)).toArray();
        // Then they rise, and no millisecond has more than it can
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(LongStream.of(ids).boxed().map(Id::millis).filter(millis -> millis == NOW))
                .hasSize(Id.SEQUENCES);
    }

    @Test
    void idsGoOnRisingWhenTheClockGoesBack() {
        long before = generator.next(1);
        clock.set(NOW - 5_000);

        long after = generator.next(1);

        assertThat(after).isGreaterThan(before);
    }

    @Test
    void aClockThatStaysFarBehindMakesNoIdsRatherThanSomeFromTheFuture() {
        clock.set(NOW + 1_000);
        for (int i = 0; i < Id.SEQUENCES; i++) {
            generator.next(1);
        }
        clock.set(NOW);

        assertThatThrownBy(() -> generator.next(1)).isInstanceOf(NoLeaseException.class);
    }

    @Test
    void noIdReachesTheEndOfTheLease() {
        clock.set(NOW + 9_999);
        assertThat(Id.millis(generator.next(1))).isEqualTo(NOW + 9_999);

        clock.set(NOW + 10_000);
        assertThatThrownBy(() -> generator.next(1)).isInstanceOf(NoLeaseException.class);

        lease = new WorkerLease(5, NOW, NOW + 20_000);
        assertThat(Id.millis(generator.next(1))).isEqualTo(NOW + 10_000);
    }

    @Test
    void theNextHolderStartsWhereTheLeaseBeforeEndsThoughItsClockIsBehind() {
        lease = new WorkerLease(5, NOW + 10_000, NOW + 20_000);

        assertThat(Id.millis(generator.next(1))).isEqualTo(NOW + 10_000);
    }

    @Test
    void manyThreadsNeverMakeTheSameId() throws Exception {
        // Given a clock that runs
        lease = new WorkerLease(5, NOW, NOW + 10_000_000);
        AtomicLong asked = new AtomicLong();
        IdGenerator shared = new IdGenerator(() -> lease, () -> NOW + asked.incrementAndGet() / 10);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            // When
            Callable<long[]> some =
                    () -> LongStream.range(0, 5_000).map(i -> shared.next(3)).toArray();
            List<Future<long[]>> made =
                    threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> some).toList());
            // Then each thread's rise, and all differ
            Set<Long> all = new HashSet<>();
            for (Future<long[]> ids : made) {
                assertThat(ids.get()).isSorted();
                LongStream.of(ids.get()).forEach(all::add);
            }
            assertThat(all).hasSize(20_000);
        } finally {
            threads.shutdownNow();
        }
    }
}
