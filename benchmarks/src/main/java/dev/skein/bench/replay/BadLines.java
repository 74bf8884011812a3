package dev.skein.bench.replay;

import java.util.ArrayList;
import java.util.List;

/** Lines that do not parse: all are counted, the first are kept to be shown. */
public final class BadLines {
    /** How many are kept. */
    public static final int KEPT_MAX = 20;

    /**
     * One of them.
     *
     * @param number of the line, from 1
     */
    public record BadLine(long number, String reason) {}

    private final List<BadLine> first = new ArrayList<>();
    private long count;

    void add(long number, String reason) {
        count++;
        if (first.size() < KEPT_MAX) {
            first.add(new BadLine(number, reason));
        }
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** The first of them. */
    public List<BadLine> first() {
        return List.copyOf(first);
    }
}
