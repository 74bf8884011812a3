package dev.skein.ingest.session;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which key signs when. A key is published a while before it signs, so that everybody knows it by then, and for as long after as what it signed may still count: so no valid token meets
 * somebody who does not know its key.
 */
final class RotationRules {
    private RotationRules() {}

    /**
     * How keys take turns.
     *
     * @param every how long a key signs
     * @param lead how long before it is published
     * @param overlap how long after: the lifetime of a token, and what clocks and reloads may differ by
     */
    record Rhythm(Duration every, Duration lead, Duration overlap) {}

    /**
     * When a key counts.
     *
     * @param notBefore from when on it signs, milliseconds since 1970-01-01 UTC
     * @param retireAt from when on it is not published any more; null while it has no successor
     */
    record Turn(String id, long notBefore, @Nullable Long retireAt) {
        boolean isRetired(long now) {
            return retireAt != null && retireAt <= now;
        }
    }

    /** The key that signs: the newest whose time has come. */
    static @Nullable Turn signing(List<Turn> turns, long now) {
        return turns.stream()
                .filter(turn -> turn.notBefore() <= now && !turn.isRetired(now))
                .max(Comparator.comparingLong(Turn::notBefore))
                .orElseGet(() -> turns.stream()
                        .min(Comparator.comparingLong(Turn::notBefore))
                        .orElse(null));
    }

    /** From when on a key that is to be made now will sign; null if none is to be made. */
    static @Nullable Long next(List<Turn> turns, long now, Rhythm rhythm) {
        Turn newest =
                turns.stream().max(Comparator.comparingLong(Turn::notBefore)).orElse(null);
        if (newest == null) {
            return now;
        }
        long due = newest.notBefore() + rhythm.every().toMillis();
        long soonest = now + rhythm.lead().toMillis();
        return due <= soonest ? (Long) Math.max(due, soonest) : null;
    }

    /** Until when a key is published whose successor signs from then on. */
    static long retireAt(long successorNotBefore, Rhythm rhythm) {
        return successorNotBefore + rhythm.overlap().toMillis();
    }
}
