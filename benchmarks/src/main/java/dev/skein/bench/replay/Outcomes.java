package dev.skein.bench.replay;

import dev.skein.catalog.Id;
import java.util.Arrays;

/**
 * What became of each call, and when, in columns. Times are this machine's; what the server's clock shows is told from the
 * ids it gave, so that {@link #earliestId} and {@link #latestId} hold wherever it stands.
 */
public final class Outcomes {
    /** How a call stands. */
    public enum State {
        /** Not made, or not answered. */
        OPEN,
        /** Answered as it should be. */
        DONE,
        /** Refused for good, or not made because a tweet it needs is not there. */
        FAILED
    }

    /** What is lost when two clocks are read in whole milliseconds. */
    private static final long ROUNDING_MILLIS = 2;

    private final Plan plan;
    private final State[] states;
    private final long[] sentMillis;
    private final int[] tookMillis;
    private final long[] tweetIds;
    private int doneCount;
    private int failedCount;
    private long clockAheadMin = Long.MIN_VALUE;
    private long clockAheadMax = Long.MAX_VALUE;

    Outcomes(Plan plan) {
        this.plan = plan;
        states = new State[plan.size()];
        Arrays.fill(states, State.OPEN);
        sentMillis = new long[plan.size()];
        tookMillis = new int[plan.size()];
        tweetIds = new long[plan.tweets()];
    }

    /**
     * A call is done.
     *
     * @param id of the tweet that came of it, or 0
     * @param sent when it was first sent, milliseconds since 1970; 0 where an earlier run may have sent it already
     * @param took until it was answered, milliseconds
     */
    void done(int call, long id, long sent, int took) {
        states[call] = State.DONE;
        sentMillis[call] = sent;
        tookMillis[call] = took;
        doneCount++;
        if (plan.tweet(call) >= 0) {
            tweetIds[plan.tweet(call)] = id;
            if (sent > 0) {
                clockAheadMin = Math.max(clockAheadMin, Id.millis(id) - (sent + took));
                clockAheadMax = Math.min(clockAheadMax, Id.millis(id) - sent);
            }
        }
    }

    void failed(int call) {
        states[call] = State.FAILED;
        failedCount++;
    }

    /** How a call stands. */
    public State state(int call) {
        return states[call];
    }

    /** Whether a call is done. */
    public boolean isDone(int call) {
        return state(call) == State.DONE;
    }

    /** The id that a tweet got, 0 where it has none. */
    public long idOf(int tweet) {
        return tweetIds[tweet];
    }

    /** How many calls are done. */
    public int doneCount() {
        return doneCount;
    }

    /** How many calls failed for good. */
    public int failedCount() {
        return failedCount;
    }

    /** No smaller id can be the one that a done call got: a tweet's own; a retweet's is not told, but its time is. */
    public long earliestId(int call) {
        if (plan.tweet(call) >= 0) {
            return tweetIds[plan.tweet(call)];
        }
        // A retweet comes after its tweet, whatever the clocks say.
        long afterTweet = tweetIds[plan.target(call)] + 1;
        if (sentMillis[call] == 0 || clockAheadMin == Long.MIN_VALUE) {
            return afterTweet;
        }
        // Between the largest and the smallest that was seen, the server's clock is ahead by an unknown amount. Where a
        // clock was set meanwhile they cross: then the wider of the two is taken.
        long ahead = Math.min(clockAheadMin, clockAheadMax);
        return Math.max(afterTweet, Id.first(sentMillis[call] + ahead - ROUNDING_MILLIS));
    }

    /** No larger id can be the one that a done call got. */
    public long latestId(int call) {
        if (plan.tweet(call) >= 0) {
            return tweetIds[plan.tweet(call)];
        }
        if (sentMillis[call] == 0 || clockAheadMax == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return Id.first(sentMillis[call] + tookMillis[call] + Math.max(clockAheadMin, clockAheadMax) + ROUNDING_MILLIS);
    }
}
