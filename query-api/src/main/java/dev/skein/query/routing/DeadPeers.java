package dev.skein.query.routing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Instances that just refused a connection or let a deadline pass. The group notices a death only after its session timeout;
 * until then they are asked last. Each is tried first again after a while, by one request.
 */
public final class DeadPeers {
    /** How long a peer that failed is passed over. */
    static final Duration PASSED_OVER = Duration.ofSeconds(2);

    private final Map<Instance, Long> untilNanos = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime} */
    public DeadPeers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** It failed. */
    public void failed(Instance peer) {
        untilNanos.put(peer, nanoTime.getAsLong() + PASSED_OVER.toNanos());
    }

    /** It answered. */
    public void answered(Instance peer) {
        if (!untilNanos.isEmpty()) {
            untilNanos.remove(peer);
        }
    }

    /** Whether to ask it last. Of many that ask when its time is over, one is told no and tries it. */
    public boolean isDead(Instance peer) {
        Long until = untilNanos.get(peer);
        if (until == null) {
            return false;
        }
        long now = nanoTime.getAsLong();
        return now - until < 0 || !untilNanos.replace(peer, until, now + PASSED_OVER.toNanos());
    }
}
