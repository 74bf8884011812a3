package dev.skein.http.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that can be put forward. */
public final class MovingClock extends Clock {
    private final Clock base;
    private volatile Duration ahead = Duration.ZERO;

    /** It goes by itself, too. */
    public MovingClock() {
        base = Clock.systemUTC();
    }

    /** It stands still otherwise. */
    public MovingClock(Instant begin) {
        base = Clock.fixed(begin, ZoneOffset.UTC);
    }

    public void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
