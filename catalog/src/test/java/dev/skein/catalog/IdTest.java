package dev.skein.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {
    private static final long NOW = 1_777_636_800_000L;

    @Test
    void anIdHoldsItsTimeItsWorkerAndItsShard() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            // Given
            long millis = Id.EPOCH_MILLIS + (random.nextLong() & ((1L << 41) - 1));
            int worker = random.nextInt(Id.WORKERS);
            int shard = random.nextInt(Id.SHARDS);
            // When
            long id = Id.of(millis, random.nextInt(Id.SEQUENCES), worker, shard);
            // Then
            assertThat(id).isNotNegative();
            assertThat(Id.millis(id)).isEqualTo(millis);
            assertThat(Id.worker(id)).isEqualTo(worker);
            assertThat(Id.shard(id)).isEqualTo(shard);
        }
    }

    @Test
    void idsSortByTimeThenBySequence() {
        long last = Id.of(NOW, Id.SEQUENCES - 1, Id.WORKERS - 1, Id.SHARDS - 1);

        assertThat(Id.of(NOW, 1, 0, 0)).isGreaterThan(Id.of(NOW, 0, Id.WORKERS - 1, Id.SHARDS - 1));
        assertThat(Id.of(NOW + 1, 0, 0, 0)).isGreaterThan(last).isEqualTo(Id.first(NOW + 1));
        assertThat(Id.first(0)).isZero();
    }

    @Test
    void doublingThePartitionsSplitsEachInTwo() {
        for (int shard = 0; shard < Id.SHARDS; shard++) {
            long id = Id.of(NOW, 0, 0, shard);
            for (int partitions = 1; partitions < Id.SHARDS; partitions *= 2) {
                assertThat(Id.partition(id, 2 * partitions) / 2).isEqualTo(Id.partition(id, partitions));
            }
        }
    }

    @Test
    void everyPartitionGetsAsManyShards() {
        int[] shards = new int[8];
        for (int shard = 0; shard < Id.SHARDS; shard++) {
            shards[Id.partition(Id.of(NOW, 0, 0, shard), 8)]++;
        }

        assertThat(shards).containsOnly(Id.SHARDS / 8);
    }

    @Test
    void thePartitionerSendsAKeyToItsShardsPartition() {
        long id = Id.of(NOW, 0, 0, 1023);

        assertThat(ShardPartitioner.byId().partitions("any", id, "", 8).orElseThrow())
                .containsExactly(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "308573267558401025", "9223372036854775807"})
    void whatIsAnIdIsRead(String text) {
        assertThat(Id.parse(text)).isEqualTo(OptionalLong.of(Long.parseLong(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "01",
                "-1",
                "+1",
                " 1",
                "1 ",
                "1.0",
                "0x1",
                "abc",
                "٣",
                "9223372036854775808",
                "9999999999999999999",
                "10000000000000000000"
            })
    void whatIsNoIdIsNot(String text) {
        assertThat(Id.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -8, 3, 12, 2048})
    void partitionsAreAPowerOfTwo(int partitions) {
        assertThatThrownBy(() -> Id.requirePartitions(partitions)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Id.of(Id.EPOCH_MILLIS - 1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Id.of(Id.EPOCH_MILLIS + (1L << 41), 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Id.of(NOW, 32, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Id.of(NOW, 0, 128, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Id.of(NOW, 0, 0, 1024)).isInstanceOf(IllegalArgumentException.class);
    }
}
