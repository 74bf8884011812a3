package dev.skein.streams.home;

import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Given;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A few people and what they do, at random: told to the system, and kept here as plainly as can be, as who follows whom
 * and what stands. What somebody reads follows from that alone: not from who is famous, was away, or when it happened.
 */
final class World {
    /** What the system is told. */
    interface Told {
        void follow(FollowEvent event);

        void tweet(dev.skein.schemas.tweet.TweetEvent event);

        void retweet(dev.skein.schemas.tweet.RetweetEvent event);

        void seen(long person, long at);
    }

    /** What a reader sees of an entry. */
    record Line(long id, String text) {}

    private final long[] people;
    private final Random random;
    private final Told told;
    private final TreeMap<Long, Tweet> tweets = new TreeMap<>();
    private final Map<Long, Map<Long, Long>> retweets = new HashMap<>();
    private final Set<IdPair> follows = new HashSet<>();
    private final Set<IdPair> mutes = new HashSet<>();
    private final Set<IdPair> blocks = new HashSet<>();
    private final Set<Long> away = new HashSet<>();
    private final boolean inOrder;
    private long now;

    World(long[] people, Random random, Told told) {
        this(people, random, told, true);
    }

    private World(long[] people, Random random, Told told, boolean inOrder) {
        this.people = people;
        this.random = random;
        this.told = told;
        this.inOrder = inOrder;
    }

    /**
     * One in which what different people do may arrive in any order. Whether a reply whose author does not know whom they
     * answer comes before a block then depends on that; so those who write such replies to each other never block.
     */
    static World inAnyOrder(long[] people, Random random, Told told) {
        return new World(people, random, told, false);
    }

    long[] people() {
        return people;
    }

    boolean isAway(long person) {
        return away.contains(person);
    }

    /** All who are not away are seen. */
    void seen(long at) {
        for (long person : people) {
            if (!away.contains(person)) {
                told.seen(person, at);
            }
        }
    }

    /** Somebody does something. */
    void happen(long at) {
        now = at;
        long actor = any();
        long other = any();
        Tweet one = anyTweet();
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                if (other != actor) {
                    FollowEventKind[] kinds = FollowEventKind.values();
                    int kind = random.nextInt(3 * kinds.length);
                    stand(kind < kinds.length ? kinds[kind] : FollowEventKind.FOLLOW, actor, other);
                }
            }
            case 3, 4, 5 -> post(actor, random.nextBoolean() ? one : null);
            case 6 -> {
                if (one != null) {
                    change(one, random.nextInt(3) > 0);
                }
            }
            case 7 -> {
                if (away.remove(actor)) {
                    told.seen(actor, now);
                } else {
                    away.add(actor);
                }
            }
            default -> {
                if (one != null) {
                    List<Long> retweeters = new ArrayList<>(
                            retweets.getOrDefault(one.getId(), Map.of()).keySet());
                    boolean undo = random.nextInt(3) == 0 && !retweeters.isEmpty();
                    retweet(undo ? retweeters.get(random.nextInt(retweeters.size())) : actor, one, !undo);
                }
            }
        }
    }

    private long any() {
        return people[random.nextInt(people.length)];
    }

    private @Nullable Tweet anyTweet() {
        List<Tweet> all = new ArrayList<>(tweets.values());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private void stand(FollowEventKind kind, long actor, long other) {
        // Whoever does something to others is here.
        away.remove(actor);
        IdPair pair = new IdPair(actor, other);
        IdPair reverse = new IdPair(other, actor);
        if ((kind == FollowEventKind.BLOCK || kind == FollowEventKind.UNBLOCK) && !mayBlock(actor, other)) {
            return;
        }
        switch (kind) {
            case FOLLOW -> {
                if (!blocks.contains(pair) && !blocks.contains(reverse)) {
                    follows.add(pair);
                }
            }
            case UNFOLLOW -> follows.remove(pair);
            case MUTE -> mutes.add(pair);
            case UNMUTE -> mutes.remove(pair);
            case BLOCK -> {
                blocks.add(pair);
                follows.remove(pair);
                follows.remove(reverse);
            }
            case UNBLOCK -> blocks.remove(pair);
        }
        told.follow(Given.follow(kind, actor, other, now));
    }

    private boolean mayBlock(long one, long other) {
        return inOrder || Integer.bitCount(Id.shard(one ^ other)) % 2 == 0;
    }

    private void post(long actor, @Nullable Tweet answered) {
        Tweet.Builder tweet = tweet(idAt(actor, now), actor);
        if (answered == null) {
            tweets.put(tweet.getId(), tweet.build());
            told.tweet(Given.posted(tweet));
            return;
        }
        long answeredAuthor = answered.getAuthor().getId();
        tweet.setInReplyTo(answered.getId()).setInReplyToAuthor(answeredAuthor);
        boolean unknown = random.nextBoolean() && (inOrder || !mayBlock(actor, answeredAuthor));
        if (!unknown || !blocks.contains(new IdPair(answeredAuthor, actor))) {
            tweets.put(tweet.getId(), tweet.build());
        }
        told.tweet(Given.posted(unknown ? Tweet.newBuilder(tweet).setInReplyToAuthor(null) : tweet));
    }

    private void change(Tweet tweet, boolean edit) {
        long version = idAt(tweet.getAuthor().getId(), now);
        if (edit) {
            Tweet.Builder edited = Tweet.newBuilder(tweet).setText("edit " + now);
            told.tweet(Given.edited(Tweet.newBuilder(edited).setInReplyToAuthor(null), version));
            tweets.put(tweet.getId(), edited.setVersion(version).build());
        } else {
            told.tweet(Given.deleted(Tweet.newBuilder(tweet), version));
            tweets.remove(tweet.getId());
        }
    }

    private void retweet(long actor, Tweet tweet, boolean stands) {
        long id = idAt(actor, now);
        Map<Long, Long> retweeters = retweets.computeIfAbsent(tweet.getId(), key -> new HashMap<>());
        if (stands) {
            retweeters.putIfAbsent(actor, id);
        } else {
            retweeters.remove(actor);
        }
        told.retweet(
                Given.retweet(stands ? RetweetEventKind.RETWEETED : RetweetEventKind.UNDONE, id, actor, tweet.getId()));
    }

    /** What somebody reads, newest first. */
    List<Line> home(long reader) {
        List<Line> lines = new ArrayList<>();
        for (Tweet tweet : tweets.values()) {
            long author = tweet.getAuthor().getId();
            Long answered = tweet.getInReplyToAuthor();
            boolean both = answered == null
                    || author == reader
                    || answered == author
                    || answered == reader
                    || follows.contains(new IdPair(reader, answered));
            if (sees(reader, author) && both) {
                lines.add(new Line(tweet.getId(), tweet.getText()));
            } else if (!hides(reader, author)) {
                retweets.getOrDefault(tweet.getId(), Map.of()).entrySet().stream()
                        .filter(retweet -> sees(reader, retweet.getKey()))
                        .map(Map.Entry::getValue)
                        .min(Comparator.naturalOrder())
                        .ifPresent(id -> lines.add(new Line(id, tweet.getText())));
            }
        }
        lines.sort(Comparator.comparingLong(Line::id).reversed());
        return lines;
    }

    private boolean sees(long reader, long other) {
        return other == reader || (follows.contains(new IdPair(reader, other)) && !hides(reader, other));
    }

    private boolean hides(long reader, long other) {
        IdPair pair = new IdPair(reader, other);
        return mutes.contains(pair) || blocks.contains(pair) || blocks.contains(new IdPair(other, reader));
    }
}
