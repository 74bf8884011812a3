package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.App;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AppThreadsTest {
    private final AppThreads threads = new AppThreads(App.TRENDS);

    @Test
    void whateverAnApplicationMakesStandsBack() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread made = threads.make(() -> started(end));
        Thread other = started(end);

        threads.standBack();

        assertThat(made.getPriority()).isEqualTo(Thread.MIN_PRIORITY);
        assertThat(other.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
        end.countDown();
        made.join();
        other.join();
    }

    private static Thread started(CountDownLatch end) {
        Thread thread = new Thread(() -> await(end));
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatCannotBeMadeIsSaid() {
        assertThatThrownBy(() -> threads.make(() -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
    }
}
