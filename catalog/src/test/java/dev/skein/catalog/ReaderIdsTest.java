package dev.skein.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReaderIdsTest {
    @Test
    void anyRisingListComesBackAsItWas() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            // Given ids near each other or far apart
            int bits = 1 + random.nextInt(63);
            long[] ids = LongStream.generate(() -> random.nextLong() >>> (64 - bits))
                    .limit(random.nextInt(200))
                    .filter(id -> id > 0)
                    .sorted()
                    .distinct()
                    .toArray();
            int from = ids.length == 0 ? 0 : random.nextInt(ids.length);
            int to = from + (ids.length == from ? 0 : random.nextInt(ids.length - from + 1));
            // When
            List<Long> decoded = decode(ReaderIds.encode(ids, from, to));
            // Then
            assertThat(decoded)
                    .as("round %d of seed 3", round)
                    .containsExactlyElementsOf(LongStream.of(ids)
                            .skip(from)
                            .limit(to - from)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void theSmallestAndTheLargestIdFit() {
        assertThat(decode(ReaderIds.encode(new long[] {1, Long.MAX_VALUE}, 0, 2)))
                .containsExactly(1L, Long.MAX_VALUE);
        assertThat(decode(ReaderIds.encode(new long[] {}, 0, 0))).isEmpty();
    }

    @Test
    void whatDoesNotRiseIsNotEncoded() {
        assertThatThrownBy(() -> ReaderIds.encode(new long[] {5, 5}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReaderIds.encode(new long[] {0}, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void garbageIsRefusedAndNothingElseIsThrown() {
        Random random = new Random(4);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            try {
                List<Long> ids = decode(ByteBuffer.wrap(bytes));
                assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id > 0);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageStartingWith("reader ids");
            }
        }
    }

    @Test
    void theBuffersPositionIsLeftAsItWas() {
        ByteBuffer encoded = ReaderIds.encode(new long[] {1, 2, 3}, 0, 3);

        decode(encoded);

        assertThat(decode(encoded)).containsExactly(1L, 2L, 3L);
    }

    private static List<Long> decode(ByteBuffer encoded) {
        List<Long> ids = new ArrayList<>();
        ReaderIds.forEach(encoded, ids::add);
        return ids;
    }
}
