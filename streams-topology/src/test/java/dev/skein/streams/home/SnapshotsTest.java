package dev.skein.streams.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.delivery.Delivery;
import dev.skein.streams.home.Snapshots.Cut;
import dev.skein.streams.home.Snapshots.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {
    private static final String LOG = "topic-1";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("timelines.snapshot");
    }

    /** While it is written, the state goes on between its parts, as it may on another thread. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aSnapshotAndWhatCameSinceAreTheWholeLog(long seed) throws IOException {
        Random random = new Random(seed);
        List<Delivery> log = new Histories(seed).next(200 + random.nextInt(3_000));
        int begin = random.nextInt(log.size());
        int end = Math.min(log.size(), begin + random.nextInt(400));
        TimelineState state = new TimelineState();
        log.subList(0, begin).forEach(state::apply);

        List<Delivery> meanwhile = new ArrayList<>(log.subList(begin, end));
        write(state, begin, () -> {
            int some = Math.min(meanwhile.size(), random.nextInt(80));
            meanwhile.subList(0, some).forEach(state::apply);
            meanwhile.subList(0, some).clear();
        });
        meanwhile.forEach(state::apply);
        TimelineState restored = load();
        log.subList(begin, log.size()).forEach(restored::apply);
        log.subList(end, log.size()).forEach(state::apply);

        TimelineState whole = new TimelineState();
        log.forEach(whole::apply);
        assertThat(Histories.pages(state)).isEqualTo(Histories.pages(whole));
        assertSameButForPlacesOfDeletedTweets(restored, whole);
        // Beyond what counts, a ring may hold some slots more or less.
        assertThat(restored.size().tweets()).isCloseTo(whole.size().tweets(), Offset.offset(1_000L));
    }

    /**
     * A deleted tweet keeps its place among the newest eight hundred until newer ones have pushed it out; a timeline that is
     * loaded gives these places back. So one that is full may then reach further back, by entries that stand.
     */
    private static void assertSameButForPlacesOfDeletedTweets(TimelineState restored, TimelineState whole) {
        List<List<TimelineEntry>> expected = Histories.pages(whole);
        List<List<TimelineEntry>> pages = Histories.pages(restored);
        for (int i = 0; i < pages.size(); i++) {
            boolean full = Histories.places(whole, Histories.READERS[i]) == Timelines.ENTRIES_MAX;
            assertThat(pages.get(i))
                    .as("reader %s", i)
                    .startsWith(expected.get(i).toArray(new TimelineEntry[0]));
            assertThat(pages.get(i))
                    .as("reader %s", i)
                    .hasSizeBetween(
                            expected.get(i).size(),
                            full ? Timelines.ENTRIES_MAX : expected.get(i).size());
        }
    }

    @Test
    void oneWhoseTimelineIsDroppedWhileItIsWrittenIsKnownToLack() throws IOException {
        TimelineState state = new TimelineState();
        new Histories(7).next(400).forEach(state::apply);
        assertThat(Histories.whole(state)).contains(true);

        write(state, 399, () -> state.dropUnseen(Long.MAX_VALUE));
        TimelineState restored = load();

        assertThat(Histories.whole(restored)).doesNotContain(true);
    }

    @Test
    void whatIsNotWholeOrWasChangedIsNotUsed() throws IOException {
        TimelineState state = new TimelineState();
        new Histories(7).next(400).forEach(state::apply);
        write(state, 399, () -> {});
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(42);

        for (int i = 0; i < 300; i++) {
            byte[] torn = Arrays.copyOf(whole, random.nextInt(whole.length));
            assertThat(find(torn))
                    .as("cut to %s of %s bytes", torn.length, whole.length)
                    .isNull();

            byte[] flipped = whole.clone();
            int bit = random.nextInt(8 * whole.length);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(find(flipped)).as("bit %s flipped", bit).isNull();
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThat(find(longer)).as("one byte too many").isNull();
        assertThat(find(new byte[0])).as("empty").isNull();
        assertThat(Files.exists(file)).as("removed").isFalse();
        assertThat(find(whole)).isNotNull();
    }

    @Test
    void whatIsOfAnotherPartitionOrLogIsNotUsed() throws IOException {
        write(new TimelineState(), 1, () -> {});
        byte[] bytes = Files.readAllBytes(file);

        assertThat(find(new Snapshots(folder, LOG, 3, 8))).isNotNull();
        for (Snapshots foreign : List.of(
                new Snapshots(folder, LOG, 4, 8),
                new Snapshots(folder, LOG, 3, 16),
                new Snapshots(folder, "b", 3, 8))) {
            Files.write(file, bytes);
            assertThat(find(foreign)).isNull();
        }
    }

    @Test
    void oneThatTheLogHasOutlivedIsFoundUntilThereIsANewerOne() throws IOException {
        write(new TimelineState(), 1, () -> {});
        snapshots().outlive();

        assertThat(Objects.requireNonNull(find(snapshots())).isOutlived()).isTrue();

        write(new TimelineState(), 2, () -> {});
        assertThat(Objects.requireNonNull(find(snapshots())))
                .extracting(Found::isOutlived, Found::offset)
                .containsExactly(false, 2L);
        Files.delete(file);
        assertThat(find(snapshots())).isNull();
    }

    @Test
    void itCountsOnlyOnceAllThatMayBeInItIsCommitted() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        Snapshots snapshots = snapshots();
        Snapshotter snapshotter = new Snapshotter(
                snapshots,
                task -> {
                    Thread thread = new Thread(() -> {
                        task.run();
                        written.countDown();
                    });
                    thread.start();
                },
                () -> 50,
                0);
        snapshotter.committed(9);

        snapshotter.begin(snapshots.cut(new TimelineState().parts(), 9, 1_000));
        written.await();

        assertThat(Files.exists(file)).isFalse();
        snapshotter.committed(49);
        assertThat(Files.exists(file)).isFalse();
        assertThat(snapshotter.isIdle()).isFalse();

        snapshotter.committed(50);
        assertThat(Files.exists(file)).isTrue();
        assertThat(snapshotter.isIdle()).isTrue();
        assertThat(snapshotter.newestMillis()).isEqualTo(1_000);
    }

    private void write(TimelineState state, long offset, Runnable meanwhile) throws IOException {
        Cut cut = snapshots().cut(state.parts(), offset, 0);
        List<Cut.Section> slow = cut.sections().stream()
                .map(section ->
                        new Cut.Section(section.kind(), out -> section.write().accept(bytes -> {
                            meanwhile.run();
                            return out.record(bytes);
                        })))
                .toList();
        assertThat(snapshots().write(new Cut(cut.header(), slow), () -> false)).isTrue();
        snapshots().publish();
    }

    private TimelineState load() throws IOException {
        TimelineState state = new TimelineState();
        snapshots().load(Objects.requireNonNull(find(snapshots())), state.parts(), () -> false);
        state.loaded();
        state.count();
        return state;
    }

    private @Nullable Found find(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return find(snapshots());
    }

    private static @Nullable Found find(Snapshots snapshots) throws IOException {
        return snapshots.find(new TimelineState().parts());
    }

    private Snapshots snapshots() throws IOException {
        return new Snapshots(folder, LOG, 3, 8);
    }
}
