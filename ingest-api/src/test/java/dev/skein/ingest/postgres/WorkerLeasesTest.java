package dev.skein.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No id twice, whatever happens to processes and clocks. */
class WorkerLeasesTest {
    private static final long NOW = Id.EPOCH_MILLIS + 1_000_000_000;
    private static final Database DATABASE = TestDatabase.open();

    private final AtomicLong clock = new AtomicLong(NOW);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void nobodyHoldsAnything() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("update id_workers set holder = null, ids_until = 0"));
    }

    @Test
    void instancesTakeDifferentWorkers() {
        WorkerLeases one = holding(clock);
        WorkerLeases other = holding(clock);

        assertThat(one.current().worker()).isNotEqualTo(other.current().worker());
        assertThat(one.isHeld() && other.isHeld()).isTrue();
    }

    @Test
    void noIdReachesTheEndOfTheLease() {
        WorkerLeases leases = holding(clock);
        IdGenerator ids = new IdGenerator(leases::current, clock::get);

        clock.addAndGet(WorkerLeases.AHEAD.toMillis() - 1);
        assertThat(Id.millis(ids.next(0))).isLessThan(leases.current().idsUntilMillis());
        clock.incrementAndGet();

        assertThat(leases.isHeld()).isFalse();
        assertThatThrownBy(() -> ids.next(0)).isInstanceOf(IdGenerator.NoLeaseException.class);
    }

    @Test
    void renewingReachesFurtherAndKeepsTheWorker() {
        WorkerLeases leases = holding(clock);
        int worker = leases.current().worker();

        clock.addAndGet(5_000);
        leases.renew();

        assertThat(leases.current().worker()).isEqualTo(worker);
        assertThat(leases.current().idsUntilMillis()).isEqualTo(NOW + 5_000 + WorkerLeases.AHEAD.toMillis());
    }

    @Test
    void aWorkerGoesToTheNextHolderOnlyBehindAllIdsOfTheLast() {
        takeAllButOne();
        WorkerLeases crashed = holding(clock);
        Set<Long> made = new HashSet<>();
        IdGenerator ids = new IdGenerator(crashed::current, clock::get);
        clock.addAndGet(WorkerLeases.AHEAD.toMillis() - 1);
        made.add(ids.next(7));

        WorkerLeases waiting = new WorkerLeases(DATABASE.jdbi(), clock::get);
        waiting.renew();
        assertThat(waiting.isHeld()).isFalse();
        clock.incrementAndGet();
        waiting.renew();

        assertThat(waiting.current().worker()).isEqualTo(crashed.current().worker());
        assertThat(made.add(new IdGenerator(waiting::current, clock::get).next(7)))
                .isTrue();
        assertThat(crashed.isHeld()).isFalse();
    }

    @Test
    void aClockThatGoesBackMakesNoIdTwice() {
        WorkerLeases leases = holding(clock);
        IdGenerator ids = new IdGenerator(leases::current, clock::get);
        long before = ids.next(3);
        leases.close();

        clock.addAndGet(-60_000);
        WorkerLeases next = holding(clock);

        assertThat(next.current().worker()).isNotEqualTo(Id.worker(before));
    }

    @Test
    void whoeverLosesTheirWorkerTakesAnother() {
        AtomicLong fast = new AtomicLong(NOW);
        takeAllButOne();
        WorkerLeases slow = holding(clock);
        fast.addAndGet(3_600_000);
        WorkerLeases thief = new WorkerLeases(DATABASE.jdbi(), fast::get);
        thief.renew();
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute(
                        "update id_workers set ids_until = 0 where worker = ?",
                        (thief.current().worker() + 1) % Id.WORKERS));
        DATABASE.jdbi()
                .useHandle(handle -> handle.execute(
                        "update id_workers set holder = gen_random_uuid(), ids_until = ? where worker = ?",
                        fast.get() + 10_000,
                        slow.current().worker()));

        int lost = slow.current().worker();
        slow.renew();

        assertThat(slow.isHeld()).isTrue();
        assertThat(slow.current().worker()).isNotEqualTo(lost);
    }

    private WorkerLeases holding(AtomicLong millis) {
        WorkerLeases leases = new WorkerLeases(DATABASE.jdbi(), millis::get);
        leases.renew();
        assertThat(leases.isHeld()).isTrue();
        return leases;
    }

    private static void takeAllButOne() {
        DATABASE.jdbi()
                .useHandle(handle ->
                        handle.execute("update id_workers set ids_until = ? where worker <> 5", NOW + 1_000_000_000));
    }
}
