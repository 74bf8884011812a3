package dev.skein.streams.trends;

import java.time.Duration;

/** The windows, each ending with the minute that is running. */
enum TrendWindow {
    /** The last 60 minutes. */
    HOUR("1h", Duration.ofHours(1)),
    /** The last 1,440 minutes. */
    DAY("24h", Duration.ofDays(1));

    static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
    static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final String label;
    private final long millis;

    TrendWindow(String label, Duration length) {
        this.label = label;
        this.millis = length.toMillis();
    }

    /** The one with this label. */
    static TrendWindow of(String label) {
        return HOUR.label.equals(label) ? HOUR : DAY;
    }

    /** How it is called in answers and in the keys of {@code trends}. */
    String label() {
        return label;
    }

    long millis() {
        return millis;
    }

    long minutes() {
        return millis / MINUTE_MILLIS;
    }

    /** The end of the minute that a moment lies in, exclusive. */
    static long endOf(long millis) {
        return minuteOf(millis) + MINUTE_MILLIS;
    }

    /** Minutes since 1970. */
    static long minuteNumber(long millis) {
        return millis / MINUTE_MILLIS;
    }

    static long minuteOf(long millis) {
        return millis - Math.floorMod(millis, MINUTE_MILLIS);
    }

    static long hourOf(long millis) {
        return millis - Math.floorMod(millis, HOUR_MILLIS);
    }
}
