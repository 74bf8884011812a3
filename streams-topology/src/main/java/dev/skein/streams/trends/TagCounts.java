package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagCount;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * How often each hashtag of a partition was used, by minute and by hour: all of them, on disk. Each use is in its minute
 * and in its hour, so that a day is put together from 24 hours and some minutes, not from 1,440.
 */
final class TagCounts {
    private final HeldCounts minutes;
    private final HeldCounts hours;
    private long since = Long.MAX_VALUE;

    TagCounts(WindowStore<String, HashtagCount> minutes, WindowStore<String, HashtagCount> hours) {
        this.minutes = new HeldCounts(minutes);
        this.hours = new HeldCounts(hours);
    }

    /** Before this nothing was counted. */
    void since(long minute) {
        since = minute;
    }

    /** Counts; returns how often the hashtag was used in the hour. */
    long add(HashtagChange change) {
        minutes.add(change.getMinute(), change);
        return hours.add(TrendWindow.hourOf(change.getMinute()), change).uses();
    }

    /** Writes what is held: what is read is what is written. */
    void flush() {
        minutes.flush();
        hours.flush();
    }

    @Nullable
    HashtagCount minute(String tag, long minute) {
        return minutes.get(tag, minute);
    }

    void hours(String tag, long from, long to, BiConsumer<Long, HashtagCount> each) {
        hours.between(tag, from, to, each);
    }

    /** All of a window: minutes up to the first full hour, and hours from there, but for windows of few hours. */
    void ofWindow(String tag, long from, long to, BiConsumer<Long, HashtagCount> each) {
        long firstHour = TrendWindow.hourOf(from + TrendWindow.HOUR_MILLIS - 1);
        if (to - from <= TrendWindow.HOUR_MILLIS) {
            minutes.between(tag, from, to, each);
        } else {
            minutes.between(tag, from, firstHour, each);
            // Nothing is counted beyond the end, so the last hour is one that is not over.
            hours.between(tag, firstHour, to, each);
        }
    }

    /** Of the 24 hours before a time, those in which counting went on. */
    int hoursKnownBefore(long hour) {
        long hours = since >= hour ? 0 : (hour - since) / TrendWindow.HOUR_MILLIS;
        return (int) Math.min(24, hours);
    }
}
