package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.App;
import org.junit.jupiter.api.Test;

class ThreadPrioritiesTest {
    @Test
    void whatIsMadeForAnApplicationThatCountsStandsBack() {
        assertThat(priorityOf(App.AUTHOR)).isEqualTo(Thread.NORM_PRIORITY);
        assertThat(priorityOf(App.HOME)).isEqualTo(Thread.NORM_PRIORITY);
        assertThat(priorityOf(App.ENGAGEMENT)).isEqualTo(Thread.MIN_PRIORITY);
        assertThat(priorityOf(App.SUGGESTIONS)).isEqualTo(Thread.MIN_PRIORITY);
    }

    private static int priorityOf(App app) {
        return ThreadPriorities.make(app, () -> new Thread(() -> {})).getPriority();
    }

    @Test
    void whatCannotBeMadeIsSaid() {
        assertThatThrownBy(() -> ThreadPriorities.make(App.TRENDS, () -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
    }
}
