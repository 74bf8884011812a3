package dev.skein.streams.notifications;

import dev.skein.catalog.DeedKey;
import dev.skein.catalog.InnerStores;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Of what people were told. A deed is entered at the beginning of the period in which it was told, not at its time: so it is
 * found by looking at two places, and still drops out with a whole segment when it is old.
 */
final class ToldDeeds {
    /** For so long at least, and at most twice as long, nobody is told the same again. */
    static final Duration PERIOD = InnerStores.TOLD.kept().dividedBy(2);

    /**
     * A deed that the recipient was told of.
     *
     * @param place that it was given
     * @param stands whether it is not undone
     */
    record Told(long place, boolean stands, long period) {}

    private final WindowStore<DeedKey, Long> store;

    ToldDeeds(ProcessingContext context) {
        store = context.getStateStore(InnerStores.TOLD.name());
    }

    /** What is known of a deed now. */
    @Nullable
    Told find(DeedKey deed, long nowMillis) {
        long period = begin(nowMillis);
        Told told = in(period, deed);
        return told == null ? in(period - PERIOD.toMillis(), deed) : told;
    }

    private @Nullable Told in(long period, DeedKey deed) {
        Long place = period < 0 ? null : store.fetch(deed, period);
        return place == null ? null : new Told(Math.abs(place), place > 0, period);
    }

    /** The recipient is told, for the first time. */
    void tell(DeedKey deed, long place, long nowMillis) {
        store.put(deed, place, begin(nowMillis));
    }

    /** It is undone, or done again. */
    void stands(DeedKey deed, Told told, boolean now) {
        store.put(deed, now ? told.place() : -told.place(), told.period());
    }

    private static long begin(long millis) {
        return millis - millis % PERIOD.toMillis();
    }
}
