package dev.skein.streams;

import java.time.Duration;

/**
 * Where people begin to be treated otherwise.
 *
 * @param famousFollowers whoever has more followers is not fanned out, but kept once in each partition; they cease to be
 *     famous when a fifth of that is lost. 0: nobody is famous
 * @param inactiveAfter nothing is kept for a reader who was not seen for so long
 * @param tweetsListed the author's timeline lists so many of their own tweets; what is older the archive lists.
 *     {@link #ALL} where there is no archive
 */
public record Thresholds(int famousFollowers, Duration inactiveAfter, int tweetsListed) {
    /** There is no archive. */
    public static final int ALL = Integer.MAX_VALUE;

    /** What is right where nobody says otherwise. */
    public static final Thresholds DEFAULT = new Thresholds(10_000, Duration.ofDays(7), ALL);

    /** Without an archive. */
    public Thresholds(int famousFollowers, Duration inactiveAfter) {
        this(famousFollowers, inactiveAfter, ALL);
    }
}
