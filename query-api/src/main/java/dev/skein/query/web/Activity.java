package dev.skein.query.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skein.http.CacheSize;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Notes who was here, and tells it on at most once a minute for each person; sooner where their timeline is not whole, for
 * it is rebuilt when they are seen.
 */
public final class Activity {
    static final Duration TOLD_EVERY = Duration.ofMinutes(1);
    /** So often nobody waits long for what was missing, and asking again is no burden. */
    static final Duration TOLD_EVERY_IF_NOT_WHOLE = Duration.ofSeconds(5);

    private static final long PEOPLE_MAX = CacheSize.of(64, 160);

    /** Takes word of people; must not wait. */
    @FunctionalInterface
    public interface Log {
        /** A person was here. */
        void seen(long userId, long atMillis);
    }

    private static final class Times {
        final AtomicLong toldMillis = new AtomicLong(Long.MIN_VALUE);
        volatile long seenMillis;
    }

    /** Keeps itself in order on the thread that asks: to wake another one costs more. */
    private final Cache<Long, Times> people = Caffeine.newBuilder()
            .maximumSize(PEOPLE_MAX)
            .executor(Runnable::run)
            .build();

    private final Log log;
    private final Clock clock;

    /** Tells {@code log}. */
    public Activity(Log log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * A person reads their timeline.
     *
     * @param whole whether they got all that is in it
     */
    void seen(long userId, boolean whole) {
        long now = clock.millis();
        Times times = people.get(userId, id -> new Times());
        times.seenMillis = now;
        Duration every = whole ? TOLD_EVERY : TOLD_EVERY_IF_NOT_WHOLE;
        long told = times.toldMillis.get();
        if ((told == Long.MIN_VALUE || now - told >= every.toMillis()) && times.toldMillis.compareAndSet(told, now)) {
            log.seen(userId, now);
        }
    }

    /** When a person last read their timeline here, as far as this instance remembers. */
    @Nullable
    Long lastSeenMillis(long userId) {
        Times times = people.getIfPresent(userId);
        return times == null ? null : times.seenMillis;
    }
}
