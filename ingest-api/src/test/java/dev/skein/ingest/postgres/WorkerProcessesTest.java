package dev.skein.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one PostgreSQL, and fewer workers than they want: killed, stopped for longer than a lease, with clocks that are wrong, they make no id twice. */
class WorkerProcessesTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(40);
    private static final int AHEAD_MS = 20_000;
    private static final int BEHIND_MS = -3_600_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final String url = TestDatabase.url();
    private final List<Maker> makers = new ArrayList<>();

    /** A process and what it has written. */
    private record Maker(Process process, Path file) {
        List<Long> ids() {
            try {
                String all = Files.readString(file);
                // The last line of one that was killed may be torn.
                return all.substring(0, all.lastIndexOf('\n') + 1)
                        .lines()
                        .map(Long::valueOf)
                        .toList();
            } catch (IOException e) {
                return List.of();
            }
        }

        Set<Integer> workers() {
            return ids().stream().map(Id::worker).collect(Collectors.toSet());
        }

        void signal(String name) throws IOException, InterruptedException {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(status).isZero();
        }
    }

    @AfterEach
    void killAll() {
        makers.forEach(maker -> maker.process().destroyForcibly());
    }

    @Test
    void neitherADeathNorAPauseNorAWrongClockRepeatsAnId() throws Exception {
        // Given two workers that can be had, and one for later
        try (Database database = TestDatabase.open(url)) {
            database.jdbi()
                    .useHandle(handle -> handle.execute(
                            "update id_workers set ids_until = ? where worker >= 2",
                            System.currentTimeMillis() + 3_600_000));
            Maker killed = start("killed", 0);
            Maker paused = start("paused", 0);
            await(killed, ids -> ids.size() > 1_000);
            await(paused, ids -> ids.size() > 1_000);

            // When one dies, one is stopped, and others take their places, one of them too early by its clock
            killed.signal("KILL");
            paused.signal("STOP");
            Set<Integer> free = new HashSet<>(killed.workers());
            free.addAll(paused.workers());
            Maker ahead = start("ahead", AHEAD_MS);
            await(ahead, ids -> ids.size() > 1_000);
            Maker next = start("next", 0);
            await(next, ids -> ids.size() > 1_000);
            assertThat(ahead.workers()).isSubsetOf(free).doesNotContainAnyElementsOf(next.workers());
            assertThat(next.workers()).isSubsetOf(free);

            // When the one whose clock is behind has a worker, and the one that was stopped goes on and wants another
            database.jdbi().useHandle(handle -> handle.execute("update id_workers set ids_until = 0 where worker = 2"));
            Maker behind = start("behind", BEHIND_MS);
            await(behind, ids -> ids.size() > 1_000);
            paused.signal("CONT");
            await(paused, ids -> Id.worker(ids.get(ids.size() - 1)) == 2);
            assertThat(behind.workers()).containsExactly(2);
        }

        // Then no id was made twice, and each process' ids rise
        Set<Long> all = new HashSet<>();
        for (Maker maker : makers) {
            maker.process().destroyForcibly().waitFor();
            List<Long> ids = maker.ids();
            assertThat(ids.stream().map(id -> id >>> 17)).isSorted();
            ids.forEach(id ->
                    assertThat(all.add(id)).as("%s of %s", id, maker.file()).isTrue());
        }
    }

    private Maker start(String name, long clockShiftMillis) throws IOException {
        Path file = folder.resolve(name);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdMaker.class.getName(),
                        url,
                        file.toString(),
                        Long.toString(clockShiftMillis))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        Maker maker = new Maker(process, file);
        makers.add(maker);
        return maker;
    }

    private static void await(Maker maker, Predicate<List<Long>> condition) {
        Awaitility.await()
                .atMost(LONG_ENOUGH)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .until(() -> condition.test(maker.ids()));
    }
}
