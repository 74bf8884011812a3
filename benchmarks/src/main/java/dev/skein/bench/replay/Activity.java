package dev.skein.bench.replay;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/** Recorded interactions in columns, in the order of the file: half a million lines take 15 MB. */
public final class Activity {
    /** What someone did to someone. */
    public enum Kind {
        /** A retweeted B. */
        RT,
        /** A mentioned B. */
        MT,
        /** A replied to B. */
        RE
    }

    private static final int NOBODY = -1;

    private final Int2IntHashMap userOfNumber = new Int2IntHashMap(NOBODY);
    private final IntArrayList numberOfUser = new IntArrayList();
    private final IntArrayList from = new IntArrayList();
    private final IntArrayList to = new IntArrayList();
    private final LongArrayList times = new LongArrayList();
    private final List<Kind> kinds = new ArrayList<>();
    private final BadLines badLines = new BadLines();
    private String digest = "";

    void add(int fromNumber, int toNumber, long unixSeconds, Kind kind) {
        from.addInt(register(fromNumber));
        to.addInt(register(toNumber));
        // A time that goes back would only make the pace wait for nothing: the order is the file's.
        long before = times.isEmpty() ? 0 : times.getLong(times.size() - 1);
        times.addLong(Math.max(before, unixSeconds));
        kinds.add(kind);
    }

    void finish(String contentDigest) {
        digest = contentDigest;
    }

    /** How many interactions there are. */
    public int size() {
        return kinds.size();
    }

    /** How many people occur. */
    public int users() {
        return numberOfUser.size();
    }

    /** The number that the file gives a person. */
    public int number(int user) {
        return numberOfUser.getInt(user);
    }

    /** The person of a number of the file, or -1. */
    public int user(int number) {
        return userOfNumber.get(number);
    }

    /** Who acted. */
    public int from(int event) {
        return from.getInt(event);
    }

    /** On whom. */
    public int to(int event) {
        return to.getInt(event);
    }

    /** When, seconds since 1970-01-01 UTC; never before the event before. */
    public long unixSeconds(int event) {
        return times.getLong(event);
    }

    /** What they did. */
    public Kind kind(int event) {
        return kinds.get(event);
    }

    /** What did not parse. */
    public BadLines badLines() {
        return badLines;
    }

    /** SHA-256 of the lines that were read, in hexadecimal. */
    public String digest() {
        return digest;
    }

    private int register(int number) {
        int user = userOfNumber.get(number);
        if (user == NOBODY) {
            user = numberOfUser.size();
            userOfNumber.put(number, user);
            numberOfUser.addInt(number);
        }
        return user;
    }
}
