package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** Waits for what comes by way of Kafka: milliseconds as a rule, longer where the machine is busy or servers die. */
final class Eventually {
    /**
     * What has not come by then never will, also where the machine gives a fifth of its speed, and of metrics of Kafka Streams,
     * where those of what began lately are not there before the next minute.
     */
    static final Duration STUCK = Duration.ofMinutes(3);

    private static final int TRIES = 3;
    private static final Duration POLL = Duration.ofMillis(50);

    private Eventually() {}

    /** Until {@code assertions} hold. */
    static void holds(ThrowingRunnable assertions) {
        holds(STUCK, assertions);
    }

    /** Until {@code assertions} hold, for at most {@code limit}. */
    static void holds(Duration limit, ThrowingRunnable assertions) {
        Awaitility.await()
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                // A server that was killed does not answer: as good as a wrong answer, for a while.
                .ignoreExceptionsMatching(e -> e instanceof Api.NoAnswerException || e instanceof DriverException)
                .untilAsserted(assertions);
    }

    /** Until what {@code asked} answers is as {@code assertions} want it, and then that. */
    static <T> T holds(Supplier<T> asked, Consumer<T> assertions) {
        AtomicReference<@Nullable T> good = new AtomicReference<>();
        holds(() -> {
            T answer = asked.get();
            assertions.accept(answer);
            good.set(answer);
        });
        return Objects.requireNonNull(good.get());
    }

    /** Until {@code asked} answers {@code expected}. */
    static <T> void equal(Supplier<T> asked, T expected) {
        holds(() -> assertThat(asked.get()).isEqualTo(expected));
    }

    /** What is promised of a machine that has nothing else to do: on one that tests keep busy, the best of three tries holds it. */
    static void within(Duration promised, IntConsumer tried) {
        Duration best = STUCK;
        for (int i = 0; i < TRIES && best.compareTo(promised) > 0; i++) {
            long begin = System.nanoTime();
            tried.accept(i);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThanOrEqualTo(promised);
    }
}
