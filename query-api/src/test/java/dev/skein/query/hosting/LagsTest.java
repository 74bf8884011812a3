package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.Map;
import org.apache.kafka.streams.LagInfo;
import org.junit.jupiter.api.Test;

class LagsTest {
    private final Lags lags = new Lags();

    private void look(long at, long end, long nowMillis) throws ReflectiveOperationException {
        // Kafka Streams does not let others make one.
        Constructor<LagInfo> constructor = LagInfo.class.getDeclaredConstructor(long.class, long.class);
        constructor.setAccessible(true);
        lags.looked(Map.of("tweets", Map.of(0, constructor.newInstance(at, end))), nowMillis);
    }

    @Test
    void aCopyThatWasNeverWholeHasNoLag() throws ReflectiveOperationException {
        look(10, 1_000, 0);
        look(500, 1_100, 500);

        assertThat(lags.millis("tweets", 0, 600)).isEmpty();
        assertThat(lags.millis("tweets", 1, 600)).isEmpty();
    }

    @Test
    void aCopyIsAsOldAsTheOldestEndItHasNotReached() throws ReflectiveOperationException {
        look(10, 100, 1_000);
        look(100, 200, 1_500);
        assertThat(lags.millis("tweets", 0, 1_600)).hasValue(600);

        look(200, 200, 2_000);
        assertThat(lags.millis("tweets", 0, 2_100)).hasValue(100);
    }

    @Test
    void aCopyThatIsGoneIsForgotten() throws ReflectiveOperationException {
        look(100, 100, 1_000);

        lags.looked(Map.of("tweets", Map.of()), 1_500);

        assertThat(lags.millis("tweets", 0, 1_600)).isEmpty();
    }
}
