package dev.skein.bench.replay;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntArrayList;

/**
 * The calls that an activity turns into, in their order, in columns. People and tweets are numbers; which tweet a
 * retweet or a reply is of is decided here, before any call is made.
 */
public final class Plan {
    /** What a call does. */
    public enum Kind {
        /** Posts a tweet of one's own accord. */
        ORIGINAL,
        /** Posts a tweet that mentions someone. */
        MENTION,
        /** Posts a reply to a tweet. */
        REPLY,
        /** Retweets a tweet. */
        RETWEET;

        /** Whether a tweet comes of it. */
        public boolean posts() {
            return this != RETWEET;
        }
    }

    static final int NONE = -1;

    private final List<Kind> kinds = new ArrayList<>();
    private final IntArrayList actors = new IntArrayList();
    private final IntArrayList targets = new IntArrayList();
    private final IntArrayList events = new IntArrayList();
    private final IntArrayList tweets = new IntArrayList();
    private final IntArrayList callsOfTweets = new IntArrayList();

    /** Adds a call that posts; answers the tweet. */
    int addPost(Kind kind, int actor, int target, int event) {
        int tweet = callsOfTweets.size();
        callsOfTweets.addInt(kinds.size());
        add(kind, actor, target, event, tweet);
        return tweet;
    }

    void addRetweet(int actor, int tweet, int event) {
        add(Kind.RETWEET, actor, tweet, event, NONE);
    }

    private void add(Kind kind, int actor, int target, int event, int tweet) {
        kinds.add(kind);
        actors.addInt(actor);
        targets.addInt(target);
        events.addInt(event);
        tweets.addInt(tweet);
    }

    /** How many calls there are. */
    public int size() {
        return kinds.size();
    }

    /** What a call does. */
    public Kind kind(int call) {
        return kinds.get(call);
    }

    /** Who makes it. */
    public int actor(int call) {
        return actors.getInt(call);
    }

    /** The tweet that is retweeted or replied to, the person who is mentioned, or -1. */
    public int target(int call) {
        return targets.getInt(call);
    }

    /** The tweet a call needs to be there, or -1. */
    public int needs(int call) {
        Kind kind = kind(call);
        return kind == Kind.REPLY || kind == Kind.RETWEET ? target(call) : NONE;
    }

    /** The line of activity it comes from: its time is the call's. */
    public int event(int call) {
        return events.getInt(call);
    }

    /** The tweet that comes of it, or -1. */
    public int tweet(int call) {
        return tweets.getInt(call);
    }

    /** How many tweets come of it all. */
    public int tweets() {
        return callsOfTweets.size();
    }

    /** The call that posts a tweet. */
    public int callOf(int tweet) {
        return callsOfTweets.getInt(tweet);
    }

    /** Who writes a tweet. */
    public int authorOf(int tweet) {
        return actor(callOf(tweet));
    }
}
