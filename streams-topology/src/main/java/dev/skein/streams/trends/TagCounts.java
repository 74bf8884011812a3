package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagCount;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * How often each hashtag of a partition was used, by minute and by hour: all of them, on disk. Each use is in its minute
 * and in its hour, so that a day is put together from 24 hours and some minutes, not from 1,440.
 *
 * <p>An hour knows in which of its minutes the hashtag was used. So nobody looks for a minute that is not there; and as
 * long as it is only one, what the hour has is what the minute has, and is written once. That is most hashtags.
 */
final class TagCounts {
    private final HeldCounts minutes;
    private final HeldCounts hours;
    private long since = Long.MAX_VALUE;

    TagCounts(WindowStore<String, HashtagCount> minutes, WindowStore<String, HashtagCount> hours) {
        this.minutes = new HeldCounts(minutes);
        this.hours = new HeldCounts(hours);
    }

    /** The bit of a minute among those of its hour. */
    static long bit(long minute) {
        return 1L << TrendWindow.minuteNumber(minute - TrendWindow.hourOf(minute));
    }

    /** Before this nothing was counted. */
    void since(long minute) {
        since = minute;
    }

    /** Counts; returns how often the hashtag was used in the hour. */
    long add(HashtagChange change) {
        String tag = change.getTag();
        long minute = change.getMinute();
        long hour = TrendWindow.hourOf(minute);
        TagCount ofHour = hours.change(tag, hour, true);
        long before = ofHour.minutes();
        if ((before & ~bit(minute)) != 0) {
            if (Long.bitCount(before) == 1) {
                minutes.replace(tag, onlyMinute(hour, before), new TagCount(ofHour.stored()));
            }
            minutes.change(tag, minute, (before & bit(minute)) != 0).add(change);
        }
        ofHour.add(change);
        return ofHour.uses();
    }

    private static long onlyMinute(long hour, long bits) {
        return hour + Long.numberOfTrailingZeros(bits) * TrendWindow.MINUTE_MILLIS;
    }

    /** Writes what is held: what is read is what is written. */
    void flush() {
        minutes.flush();
        hours.flush();
    }

    /** A minute, as it is written. */
    @Nullable
    HashtagCount minute(String tag, long minute) {
        HashtagCount ofHour = hours.get(tag, TrendWindow.hourOf(minute));
        return ofHour == null ? null : minute(tag, minute, ofHour);
    }

    private @Nullable HashtagCount minute(String tag, long minute, HashtagCount ofHour) {
        long bits = ofHour.getMinutes();
        if ((bits & bit(minute)) == 0) {
            return null;
        }
        return Long.bitCount(bits) == 1 ? ofHour : minutes.get(tag, minute);
    }

    void hours(String tag, long from, long to, BiConsumer<Long, HashtagCount> each) {
        hours.between(tag, from, to, each);
    }

    /** All of a window: minutes up to the first full hour, and hours from there. */
    void ofWindow(String tag, long from, long to, Consumer<HashtagCount> each) {
        hours.between(tag, TrendWindow.hourOf(from), to, (hour, ofHour) -> {
            // Nothing is counted beyond the end, so the last hour is one that is not over.
            if (hour >= from) {
                each.accept(ofHour);
                return;
            }
            for (long minute = from; minute < hour + TrendWindow.HOUR_MILLIS; minute += TrendWindow.MINUTE_MILLIS) {
                HashtagCount count = minute(tag, minute, ofHour);
                if (count != null) {
                    each.accept(count);
                }
            }
        });
    }

    /** Of the 24 hours before a time, those in which counting went on. */
    int hoursKnownBefore(long hour) {
        long hours = since >= hour ? 0 : (hour - since) / TrendWindow.HOUR_MILLIS;
        return (int) Math.min(24, hours);
    }
}
