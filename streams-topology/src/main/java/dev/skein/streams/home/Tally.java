package dev.skein.streams.home;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that one thread changes, for each entry perhaps, and any thread reads. Whoever reads it finds what was written
 * before it; but unlike a volatile field it does not have the processor wait, at each change, until all that was written
 * before is in the cache.
 */
final class Tally {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Tally.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    Tally(long value) {
        VALUE.setRelease(this, value);
    }

    /** Any thread. */
    long get() {
        return (long) VALUE.getAcquire(this);
    }

    /** Writer only. */
    void add(long more) {
        VALUE.setRelease(this, value + more);
    }

    /** Writer only. */
    void set(long now) {
        VALUE.setRelease(this, now);
    }
}
