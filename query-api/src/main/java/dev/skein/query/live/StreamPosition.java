package dev.skein.query.live;

import dev.skein.catalog.Id;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has come with its timeline, as the id of the last event says it. Entries do not come in the exact order of their ids: so beside the newest one it names all of
 * the last seconds that were seen, and what is not named there was not.
 *
 * <pre>newest [ ~ distance of base { . distance of each that was seen } ] [ _ place among notifications ]</pre>
 *
 * A bare entry id means that everything up to it was seen.
 */
public final class StreamPosition {
    /** Two entries come in the wrong order only if they are at most so far apart, as a rule. */
    static final Duration OVERLAP = Duration.ofSeconds(10);
    /** How many of the last seconds are named. */
    static final int NAMED_MAX = 64;

    private static final long OVERLAP_IDS =
            Id.first(Id.EPOCH_MILLIS + OVERLAP.toMillis() + 1) - Id.first(Id.EPOCH_MILLIS + 1);
    /** Of a bare entry id. */
    static final long UNKNOWN = -1;

    private static final int RADIX = 36;
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,19})(?:~([0-9a-z]{1,13}(?:\\.[0-9a-z]{1,13}){0,64}))?(?:_(\\d{1,19}))?");

    private final TreeSet<Long> named = new TreeSet<>();
    private long newest;
    /** Everything up to it was seen. */
    private long base;

    private long notification;

    private StreamPosition(long newest, long base, Collection<Long> named, long notification) {
        this.newest = newest;
        this.base = base;
        this.named.addAll(named);
        this.notification = notification;
        shorten();
    }

    /** Of a client that has just seen these, newest first; what lies below them is old. */
    static StreamPosition after(List<Long> entries, long notification) {
        long newest = entries.isEmpty() ? 0 : entries.get(0);
        long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1) - 1;
        return new StreamPosition(newest, last, entries, notification);
    }

    /** What {@link #toString} wrote, or a bare entry id; null where it is neither. */
    public static @Nullable StreamPosition parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            long newest = Long.parseLong(matcher.group(1));
            long base = newest;
            List<Long> named = new ArrayList<>();
            if (matcher.group(2) != null) {
                String[] distances = matcher.group(2).split("\\.", -1);
                base = newest - Long.parseLong(distances[0], RADIX);
                for (int i = 1; i < distances.length; i++) {
                    named.add(newest - Long.parseLong(distances[i], RADIX));
                }
            }
            long notification = matcher.group(3) == null ? UNKNOWN : Long.parseLong(matcher.group(3));
            return base < 0 || base > newest ? null : new StreamPosition(newest, base, named, notification);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Notes that an entry is seen now; false if it was. */
    boolean see(long entry) {
        if (entry <= base) {
            // Far too late, so it was not remembered whether it came before: it did not, or it would not come.
            return true;
        }
        boolean first = named.add(entry);
        newest = Math.max(newest, entry);
        shorten();
        return first;
    }

    private void shorten() {
        base = Math.max(base, newest - OVERLAP_IDS);
        while (!named.isEmpty() && (named.first() <= base || named.size() > NAMED_MAX)) {
            base = Math.max(base, named.pollFirst());
        }
    }

    /** Entries above it were seen only if {@link #see} says so. */
    long base() {
        return base;
    }

    /** The place of the last notification that was seen, or {@link #UNKNOWN}. */
    long notification() {
        return notification;
    }

    /** A notification is seen now, or all up to this place; false if it was. */
    boolean seeNotification(long place) {
        boolean first = place > notification;
        notification = Math.max(notification, place);
        return first;
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(Long.toString(newest)).append('~').append(Long.toString(newest - base, RADIX));
        for (long entry : named.descendingSet()) {
            text.append('.').append(Long.toString(newest - entry, RADIX));
        }
        return notification == UNKNOWN
                ? text.toString()
                : text.append('_').append(notification).toString();
    }
}
