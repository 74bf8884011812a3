package dev.skein.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.schemas.notification.NotificationKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** The bytes of keys: RocksDB sorts by them, so their order is part of what they say. */
class KeysTest {
    @Test
    void pairsOfIdsSortByTheFirstThenByTheSecond() {
        Random random = new Random(2);
        List<IdPair> pairs = IntStream.range(0, 1_000)
                .mapToObj(i -> new IdPair(random.nextInt(20), random.nextLong() & Long.MAX_VALUE))
                .toList();

        List<IdPair> byBytes = pairs.stream()
                .sorted(Comparator.comparing(this::bytes, Arrays::compareUnsigned))
                .toList();

        assertThat(byBytes)
                .isSortedAccordingTo(Comparator.comparingLong(IdPair::first).thenComparingLong(IdPair::second));
        assertThat(byBytes).allSatisfy(pair -> {
            assertThat(IdPair.serde().deserializer().deserialize("any", bytes(pair)))
                    .isEqualTo(pair);
        });
    }

    @Test
    void theRangeOfAFirstIdHoldsAllItsPairsAndNoOther() {
        assertThat(Arrays.compareUnsigned(bytes(IdPair.from(7)), bytes(new IdPair(7, 1))))
                .isNegative();
        assertThat(Arrays.compareUnsigned(bytes(new IdPair(7, Long.MAX_VALUE)), bytes(IdPair.to(7))))
                .isZero();
        assertThat(Arrays.compareUnsigned(bytes(IdPair.to(7)), bytes(IdPair.from(8))))
                .isNegative();
    }

    @Test
    void keysOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> IdPair.serde().deserializer().deserialize("any", new byte[15]))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void deedsLieByRecipientAndThenByWhatIsToldTogether() {
        DeedKey like = DeedKey.group(7, NotificationKind.LIKE, 5);
        List<DeedKey> inOrder = List.of(
                DeedKey.from(7),
                like,
                like.by(1),
                like.by(2),
                like.as(NotificationKind.RETWEET),
                DeedKey.to(7),
                DeedKey.from(8));

        Serde<DeedKey> serde = DeedKey.serde();
        List<byte[]> bytes = inOrder.stream()
                .map(key -> serde.serializer().serialize("any", key))
                .toList();
        assertThat(bytes).isSortedAccordingTo(Arrays::compareUnsigned);
        assertThat(bytes)
                .extracting(key -> serde.deserializer().deserialize("any", key))
                .isEqualTo(inOrder);
        assertThatThrownBy(() -> serde.deserializer().deserialize("any", new byte[24]))
                .isInstanceOf(SerializationException.class);
    }

    private byte[] bytes(IdPair pair) {
        return IdPair.serde().serializer().serialize("any", pair);
    }
}
