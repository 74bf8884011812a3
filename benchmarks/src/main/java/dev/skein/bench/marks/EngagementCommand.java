package dev.skein.bench.marks;

import dev.skein.bench.load.Results;
import dev.skein.catalog.Topics;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skein bench engagement}. */
@Command(
        name = "engagement",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How many reactions a second the exactly-once counters take.",
            "",
            "Likes, dislikes and their undoing are written to their topic while the query instance is held; the time is"
                    + " taken from letting it go until the counts that it tells are those of an exact count, for every"
                    + " tweet. Once with tweets that are liked by Zipf's law, once with one tweet that everybody likes.",
            ""
        })
public final class EngagementCommand implements Callable<Integer> {
    private static final int TWEETS = 10_000;
    private static final int WARM_UPS = 2;
    private static final Duration ROUND_MAX = Duration.ofMinutes(5);

    @Mixin
    private MarkOptions options = new MarkOptions();

    @Option(names = "--reactions", paramLabel = "N", description = "Of a round (default: 400,000; quick: 40,000).")
    private int reactions;

    /** Of a person about a tweet: what they think of it, as an exact count keeps it. */
    private record Thought(int person, int tweet) {}

    private record Tweet(long id, long author) {}

    private final Map<Thought, ReactionEventKind> thoughts = new HashMap<>();
    private final Map<Long, Engagement> expected = new HashMap<>();
    private final Map<Long, Engagement> told = new HashMap<>();
    private final Set<Long> differ = new HashSet<>();
    private final List<Tweet> tweets = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measure(this::measure);
    }

    private void measure(Population population, SplittableRandom random, Results results, PrintStream out)
            throws IOException, InterruptedException {
        int each = reactions > 0 ? reactions : options.quick ? 40_000 : 400_000;
        try (Stage stage = Stage.start(4, Map.of("skein.applications", "engagement"), options.queryOptions, out);
                EventWriter writer = new EventWriter(population, stage);
                Tail<Long, Engagement> counts = new Tail<>(stage, Topics.ENGAGEMENT, stage.partitions())) {
            for (int i = 0; i < TWEETS; i++) {
                newTweet(writer, random);
            }
            for (int round = 1 - WARM_UPS; round <= options.rounds(); round++) {
                if (round == 1) {
                    Recording.start(stage, options.profile);
                }
                List<ProducerRecord<byte[], byte[]>> many = new ArrayList<>(each);
                while (many.size() < each) {
                    // By Zipf's law: the first tweet gets a tenth of all.
                    int tweet = (int) Math.pow(TWEETS, random.nextDouble()) - 1;
                    many.add(react(writer, random.nextInt(population.people()), tweet, kind(random)));
                }
                double spread = measure(stage, writer, counts, many, round, "10,000 tweets", results, out);
                int hot = newTweet(writer, random);
                List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(population.people());
                for (int person = 0; person < population.people(); person++) {
                    all.add(react(writer, person, hot, ReactionEventKind.LIKE));
                }
                double one = measure(stage, writer, counts, all, round, "one tweet", results, out);
                if (round > 0) {
                    results.add("engagement.reactions_per_second", "1/s", spread);
                    results.add("engagement.one_tweet_reactions_per_second", "1/s", one);
                }
            }
            Recording.stop(stage, options.profile);
        }
    }

    private int newTweet(EventWriter writer, SplittableRandom random) {
        long author = writer.population().id(random.nextInt(writer.population().people()));
        tweets.add(new Tweet(writer.nextId(author), author));
        return tweets.size() - 1;
    }

    private static ReactionEventKind kind(SplittableRandom random) {
        int which = random.nextInt(10);
        return which < 8 ? ReactionEventKind.LIKE : which == 8 ? ReactionEventKind.DISLIKE : ReactionEventKind.UNLIKE;
    }

    /** Makes the event, and counts it. */
    private ProducerRecord<byte[], byte[]> react(EventWriter writer, int person, int tweet, ReactionEventKind kind) {
        Tweet on = tweets.get(tweet);
        Thought key = new Thought(person, tweet);
        ReactionEventKind before = thoughts.get(key);
        ReactionEventKind after =
                kind == ReactionEventKind.UNLIKE ? (before == ReactionEventKind.LIKE ? null : before) : kind;
        if (after == null) {
            thoughts.remove(key);
        } else {
            thoughts.put(key, after);
        }
        Engagement counted = expected.getOrDefault(on.id(), NONE);
        expected.put(
                on.id(),
                new Engagement(
                        counted.getLikes() + is(after, ReactionEventKind.LIKE) - is(before, ReactionEventKind.LIKE),
                        counted.getDislikes()
                                + is(after, ReactionEventKind.DISLIKE)
                                - is(before, ReactionEventKind.DISLIKE),
                        0L,
                        0L,
                        0L));
        return writer.reaction(new ReactionEvent(
                kind, writer.population().id(person), on.id(), on.author(), System.currentTimeMillis()));
    }

    private static final Engagement NONE = new Engagement(0L, 0L, 0L, 0L, 0L);

    private static int is(@Nullable ReactionEventKind thought, ReactionEventKind kind) {
        return thought == kind ? 1 : 0;
    }

    private double measure(
            Stage stage,
            EventWriter writer,
            Tail<Long, Engagement> counts,
            List<ProducerRecord<byte[], byte[]>> events,
            int round,
            String what,
            Results results,
            PrintStream out)
            throws IOException, InterruptedException {
        expected.forEach((tweet, count) -> compare(tweet, told.getOrDefault(tweet, NONE)));
        stage.hold();
        writer.write(events);
        double cpuBefore = stage.cpuMicrosOfAll();
        long begin = System.nanoTime();
        stage.letGo();
        while (!differ.isEmpty()) {
            counts.read((tweet, count) -> {
                if (count != null) {
                    told.put(tweet, count);
                    compare(tweet, count);
                }
            });
            if (System.nanoTime() - begin > ROUND_MAX.toNanos()) {
                throw new IOException(differ.size() + " tweets are not counted as they should be");
            }
        }
        double perSecond = events.size() / ((System.nanoTime() - begin) / 1e9);
        double cpu = (stage.cpuMicrosOfAll() - cpuBefore) / events.size();
        out.printf(
                Locale.ROOT,
                "%s: %,d reactions to %s, %,.0f a second, %.1f µs of CPU each; all counts are right%n",
                round > 0 ? "round " + round : "warm-up",
                events.size(),
                what,
                perSecond,
                cpu);
        if (round > 0 && events.size() != writer.population().people()) {
            results.add("engagement.cpu_micros_per_reaction", "µs", cpu);
        }
        return perSecond;
    }

    private void compare(long tweet, Engagement count) {
        if (count.equals(expected.get(tweet))) {
            differ.remove(tweet);
        } else {
            differ.add(tweet);
        }
    }
}
