package dev.skein.bench.replay;

import java.util.Arrays;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongHashSet;

/**
 * Turns interactions into calls; a function of the activity alone.
 *
 * <ul>
 *   <li>RT: A retweets the newest tweet of B that A has not yet retweeted. Where there is none, B posts one first; and one
 *       time in {@value #FRESH_EVERY} B posts one though there is, so that someone retweeted 19,000 times is so for hundreds
 *       of tweets and not for one.
 *   <li>MT: A posts a tweet that mentions B.
 *   <li>RE: A replies to B's newest tweet; where there is none, B posts one first.
 * </ul>
 */
public final class Planner {
    private static final int FRESH_EVERY = 32;
    private static final long FRESH_SEED = 1;

    private final Activity activity;
    private final Plan plan = new Plan();
    private final int[] newest;
    private final IntArrayList older = new IntArrayList();
    private final LongHashSet retweeted = new LongHashSet();

    private Planner(Activity activity) {
        this.activity = activity;
        newest = new int[activity.users()];
        Arrays.fill(newest, Plan.NONE);
    }

    /** Makes the plan. */
    public static Plan plan(Activity activity) {
        Planner planner = new Planner(activity);
        for (int event = 0; event < activity.size(); event++) {
            switch (activity.kind(event)) {
                case RT -> planner.retweet(event);
                case MT -> planner.post(Plan.Kind.MENTION, activity.from(event), activity.to(event), event);
                case RE -> planner.reply(event);
            }
        }
        return planner.plan;
    }

    private void retweet(int event) {
        int retweeter = activity.from(event);
        int author = activity.to(event);
        int tweet = newest[author];
        while (tweet != Plan.NONE && retweeted.contains(pair(retweeter, tweet))) {
            tweet = older.getInt(tweet);
        }
        if (tweet == Plan.NONE || Mix.below(FRESH_EVERY, FRESH_SEED, event) == 0) {
            tweet = post(Plan.Kind.ORIGINAL, author, Plan.NONE, event);
        }
        retweeted.add(pair(retweeter, tweet));
        plan.addRetweet(retweeter, tweet, event);
    }

    private void reply(int event) {
        int author = activity.to(event);
        int tweet = newest[author] == Plan.NONE ? post(Plan.Kind.ORIGINAL, author, Plan.NONE, event) : newest[author];
        post(Plan.Kind.REPLY, activity.from(event), tweet, event);
    }

    private int post(Plan.Kind kind, int author, int target, int event) {
        int tweet = plan.addPost(kind, author, target, event);
        older.addInt(newest[author]);
        newest[author] = tweet;
        return tweet;
    }

    private static long pair(int retweeter, int tweet) {
        return (long) retweeter << 32 | tweet;
    }
}
