package dev.skein.bench.replay;

import dev.skein.bench.replay.HomeTimeline.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.agrona.collections.IntArrayList;

/**
 * What must come of a replay, counted without asking Skein for anything but the ids that it gave: author timelines, how often
 * each tweet was retweeted, home timelines, how often each hashtag was used. Only calls that were answered as done count.
 */
public final class Tally {
    private final Script script;
    private final Plan plan;
    private final Outcomes outcomes;
    private final FollowGraph graph;
    private final long[] userIds;
    private final int[] firstCall;
    private final int[] callsByActor;
    private final int[] retweets;

    /**
     * Counts.
     *
     * @param userIds the id that each person got
     */
    public Tally(Script script, Outcomes outcomes, long[] userIds) {
        this.script = script;
        this.plan = script.plan();
        this.outcomes = outcomes;
        this.graph = script.graph();
        this.userIds = userIds.clone();
        firstCall = new int[userIds.length + 1];
        callsByActor = new int[plan.size()];
        retweets = new int[plan.tweets()];
        groupByActor();
        for (int call = 0; call < plan.size(); call++) {
            if (plan.kind(call) == Plan.Kind.RETWEET && outcomes.isDone(call)) {
                retweets[plan.target(call)]++;
            }
        }
    }

    private void groupByActor() {
        for (int call = 0; call < plan.size(); call++) {
            firstCall[plan.actor(call) + 1]++;
        }
        Arrays.parallelPrefix(firstCall, Integer::sum);
        int[] next = firstCall.clone();
        for (int call = 0; call < plan.size(); call++) {
            callsByActor[next[plan.actor(call)]++] = call;
        }
    }

    /** The id of a person. */
    public long idOf(int user) {
        return userIds[user];
    }

    /** The id of a tweet. */
    public long tweetIdOf(int tweet) {
        return outcomes.idOf(tweet);
    }

    /** How many people there are. */
    public int users() {
        return userIds.length;
    }

    /** How many entries an author's timeline has. */
    public int entriesOf(int user) {
        return (int) callsOf(user).filter(outcomes::isDone).count();
    }

    /** What a person wrote and retweeted, newest first: the calls of one person are made one after the other. */
    public List<Line> authorTimeline(int user) {
        List<Line> lines = new ArrayList<>();
        callsOf(user).filter(outcomes::isDone).forEach(call -> lines.add(line(call)));
        Collections.reverse(lines);
        return lines;
    }

    /** How often each tweet was retweeted. */
    public int retweetsOf(int tweet) {
        return retweets[tweet];
    }

    /** How often a person's tweets were retweeted, all together, for each person. */
    public int[] retweetsByAuthor() {
        int[] byAuthor = new int[userIds.length];
        for (int tweet = 0; tweet < retweets.length; tweet++) {
            byAuthor[plan.authorOf(tweet)] += retweets[tweet];
        }
        return byAuthor;
    }

    /** The home timelines of some people. */
    public Map<Integer, HomeTimeline> homeTimelines(int[] readers) {
        Map<Integer, int[]> followees = followees(readers);
        Map<Integer, HomeTimeline> timelines = new HashMap<>();
        for (int reader : readers) {
            int[] followed = followees.getOrDefault(reader, new int[0]);
            timelines.put(reader, homeTimeline(reader, followed));
        }
        return timelines;
    }

    private HomeTimeline homeTimeline(int reader, int[] followees) {
        // Everyone follows themselves.
        int[] sources = Arrays.copyOf(followees, followees.length + 1);
        sources[followees.length] = reader;
        Arrays.sort(sources);
        List<HomeTimeline.Entry> entries = new ArrayList<>();
        for (int source : sources) {
            callsOf(source)
                    .filter(outcomes::isDone)
                    .forEach(call -> entries.add(new HomeTimeline.Entry(
                            line(call),
                            outcomes.earliestId(call),
                            outcomes.latestId(call),
                            visible(call, reader, sources))));
        }
        return new HomeTimeline(entries);
    }

    /** Replies are for those who follow both sides; one's own are always shown, and so is what someone passed on. */
    private boolean visible(int call, int reader, int[] sources) {
        if (plan.kind(call) != Plan.Kind.REPLY || plan.actor(call) == reader) {
            return true;
        }
        return Arrays.binarySearch(sources, plan.authorOf(plan.target(call))) >= 0;
    }

    private Map<Integer, int[]> followees(int[] readers) {
        Map<Integer, int[]> followees = new HashMap<>();
        for (int reader : readers) {
            followees.put(reader, new int[0]);
        }
        for (int edge = 0; edge < graph.size(); edge++) {
            int[] known = followees.get(graph.follower(edge));
            if (known != null) {
                int[] more = Arrays.copyOf(known, known.length + 1);
                more[known.length] = graph.followee(edge);
                followees.put(graph.follower(edge), more);
            }
        }
        return followees;
    }

    /**
     * A hashtag.
     *
     * @param uses how many tweets carry it
     * @param people how many people wrote those
     */
    public record Use(long uses, long people) {}

    /**
     * How each hashtag was used from a time on, by the ids that the tweets got.
     *
     * @param fromId the smallest id that counts
     */
    public Map<String, Use> hashtagUses(long fromId) {
        Map<String, IntArrayList> authors = new TreeMap<>();
        for (int tweet = 0; tweet < plan.tweets(); tweet++) {
            int call = plan.callOf(tweet);
            if (outcomes.isDone(call) && outcomes.idOf(tweet) >= fromId) {
                int author = plan.authorOf(tweet);
                script.hashtags(call).forEach(hashtag -> authors.computeIfAbsent(hashtag, h -> new IntArrayList())
                        .addInt(author));
            }
        }
        Map<String, Use> uses = new TreeMap<>();
        authors.forEach((hashtag, all) ->
                uses.put(hashtag, new Use(all.size(), all.intStream().distinct().count())));
        return uses;
    }

    /** The people who did most, then some of all the others, without repetition. */
    public int[] someAuthors(int count) {
        return some(
                count, IntStream.range(0, userIds.length).map(this::entriesOf).toArray());
    }

    /** The people who follow most, then some of all the others. */
    public int[] someReaders(int count) {
        int[] followees = new int[userIds.length];
        for (int edge = 0; edge < graph.size(); edge++) {
            followees[graph.follower(edge)]++;
        }
        return some(count, followees);
    }

    /** The tweets that were retweeted most, then some of all the others. */
    public int[] someTweets(int count) {
        return Arrays.stream(some(count, retweets))
                .filter(tweet -> outcomes.isDone(plan.callOf(tweet)))
                .toArray();
    }

    /** Half of them are those with the highest weight, half are spread over the rest. */
    private static int[] some(int count, int[] weights) {
        int[] ranked = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -weights[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        if (count >= ranked.length) {
            return ranked;
        }
        int top = count / 2;
        int rest = count - top;
        return IntStream.range(0, count)
                .map(i -> i < top ? i : top + (int) ((long) (i - top) * (ranked.length - top) / rest))
                .map(i -> ranked[i])
                .toArray();
    }

    private IntStream callsOf(int user) {
        return IntStream.range(firstCall[user], firstCall[user + 1]).map(i -> callsByActor[i]);
    }

    private Line line(int call) {
        return plan.kind(call) == Plan.Kind.RETWEET
                ? new Line(outcomes.idOf(plan.target(call)), userIds[plan.actor(call)])
                : new Line(outcomes.idOf(plan.tweet(call)), 0);
    }
}
