package dev.skein.streams.author;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.ReaderIds;
import dev.skein.streams.Given;
import dev.skein.streams.MapIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowerListTest {
    private static final int PARTITIONS = 8;

    @Test
    void eachPartitionGetsItsOwnReadersAThousandAtMostInAChunk() {
        long[] readers = LongStream.range(1, 20_001)
                .map(i -> Given.user((int) i))
                .sorted()
                .toArray();

        List<Long> got = new ArrayList<>();
        new FollowerList(readers, PARTITIONS).forEach((partition, chunk) -> {
            List<Long> ids = new ArrayList<>();
            ReaderIds.forEach(chunk, ids::add);
            assertThat(ids).hasSizeBetween(1, FollowerList.CHUNK_READERS_MAX).isSorted();
            assertThat(ids).allMatch(id -> Id.partition(id, PARTITIONS) == partition);
            got.addAll(ids);
        });

        assertThat(got).hasSize(20_000).doesNotHaveDuplicates();
    }

    @Test
    void aPartitionWithoutReadersGetsNothing() {
        List<Integer> partitions = new ArrayList<>();

        new FollowerList(new long[] {Given.user(1), Given.user(2)}, PARTITIONS)
                .forEach((partition, chunk) -> partitions.add(partition));

        assertThat(partitions).containsExactly(0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itFollowsTheEdges(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> model = new TreeSet<>();
        FollowerList list = new FollowerList(new long[0], PARTITIONS);

        for (int i = 0; i < 3_000; i++) {
            long reader = Given.user(1 + random.nextInt(1_500));
            if (random.nextInt(3) > 0) {
                model.add(reader);
                list.add(reader);
            } else {
                model.remove(reader);
                list.remove(reader);
            }
        }

        assertThat(readers(list)).containsExactlyInAnyOrderElementsOf(model);
        assertThat(list.size()).isEqualTo(model.size());
    }

    @Test
    void listsAreLoadedOnceKeptCurrentAndDroppedWhenUnusedOfLate() {
        Edges edges = new Edges();
        FollowerLists lists = new FollowerLists(PARTITIONS, 10, 100, 0);
        long ada = Given.user(1);
        long bob = Given.user(2);
        for (int i = 10; i < 16; i++) {
            edges.stored.put(new IdPair(ada, Given.user(i)), 1L);
            edges.stored.put(new IdPair(bob, Given.user(i)), 1L);
        }

        assertThat(readers(lists.of(ada, edges))).hasSize(7).contains(ada);
        lists.added(ada, Given.user(77));
        lists.removed(ada, Given.user(10));
        assertThat(readers(lists.of(ada, edges))).hasSize(7).contains(Given.user(77));
        assertThat(edges.scans).isEqualTo(1);

        assertThat(readers(lists.of(bob, edges))).hasSize(7);
        assertThat(lists.size()).isEqualTo(7);
        assertThat(readers(lists.of(ada, edges)))
                .as("loaded anew")
                .doesNotContain(Given.user(77))
                .hasSize(7);
        assertThat(edges.scans).isEqualTo(3);
    }

    private static List<Long> readers(FollowerLists.Reach reach) {
        assertThat(reach.list()).isNotNull();
        return readers(reach.list());
    }

    private static List<Long> readers(FollowerList list) {
        List<Long> readers = new ArrayList<>();
        list.forEach((partition, chunk) -> ReaderIds.forEach(chunk, readers::add));
        return readers;
    }

    /** The store {@code followers}, and how often it was scanned. */
    private static final class Edges implements ReadOnlyKeyValueStore<IdPair, Long> {
        final NavigableMap<IdPair, Long> stored =
                new TreeMap<>(Comparator.comparingLong(IdPair::first).thenComparingLong(IdPair::second));
        int scans;

        @Override
        public @Nullable Long get(IdPair key) {
            return stored.get(key);
        }

        @Override
        public KeyValueIterator<IdPair, Long> range(IdPair from, IdPair to) {
            scans++;
            return new MapIterator<>(stored.subMap(from, true, to, true));
        }

        @Override
        public KeyValueIterator<IdPair, Long> all() {
            return range(IdPair.from(0), IdPair.to(Long.MAX_VALUE));
        }

        @Override
        public long approximateNumEntries() {
            return stored.size();
        }
    }
}
