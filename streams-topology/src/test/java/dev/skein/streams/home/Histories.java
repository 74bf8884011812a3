package dev.skein.streams.home;

import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.Id;
import dev.skein.catalog.ReaderIds;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Edited;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.delivery.Renamed;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.streams.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Long random histories of a partition: many readers, few authors, mostly new tweets, everything else now and then. */
final class Histories {
    static final Relations EVERYBODY = new Relations() {
        @Override
        public Relation to(long other) {
            return new Relation(1L, false, false, false, 0L);
        }

        @Override
        public void forEachFollowee(LongConsumer followee) {
            IntStream.range(0, AUTHORS).forEach(i -> followee.accept(user(100 + i)));
        }
    };
    static final long[] READERS =
            IntStream.rangeClosed(1, 12).mapToLong(Given::user).sorted().toArray();

    private static final int AUTHORS = 6;

    static {
        // Lets Avro make objects of our classes, whichever test comes first.
        AvroSerde.subject("");
    }

    private final Random random;
    private final List<Tweet> tweets = new ArrayList<>();
    private final List<Retweet> retweets = new ArrayList<>();
    private long time = Given.NOON;
    private @Nullable ReaderReturned returned;

    Histories(long seed) {
        this.random = new Random(seed);
    }

    /** The next deliveries of the log. */
    List<Delivery> next(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Delivery(random.nextInt(8) == 0 ? List.of(change(), change()) : List.of(change())))
                .toList();
    }

    /** Who is whole. */
    static List<Boolean> whole(TimelineState state) {
        return LongStream.of(READERS)
                .mapToObj(reader -> state.standings().of(reader) instanceof Standing.Whole)
                .toList();
    }

    /** As everybody sees them who follows all authors. */
    static List<List<TimelineEntry>> pages(TimelineState state) {
        return LongStream.of(READERS)
                .mapToObj(reader -> TimelinePage.read(state, reader, EVERYBODY, 0, Timelines.NEWEST, 1_000))
                .toList();
    }

    /** How many entries a reader's timeline has, those of famous authors and of deleted tweets included. */
    static int places(TimelineState state, long reader) {
        List<Ring> rings = new ArrayList<>(List.of(state.rings().of(reader)));
        List<Ring> copies = state.copies().of(reader, EVERYBODY);
        if (copies != null) {
            rings.addAll(copies);
        }
        return RingTest.ids(Objects.requireNonNull(RingMerge.newest(rings))).length;
    }

    static FannedOut fannedOut(Tweet tweet, @Nullable Retweet retweet, long... readers) {
        return new FannedOut(tweet, retweet, ReaderIds.encode(readers, 0, readers.length));
    }

    private Object change() {
        int deed = tweets.isEmpty() ? 0 : random.nextInt(23);
        Tweet recent = deed == 0 ? null : tweets.get(tweets.size() - 1 - random.nextInt(Math.min(40, tweets.size())));
        if (recent == null || deed < 12) {
            long id = id(author());
            Tweet posted = tweet(id, user(100 + Id.shard(id) % 100))
                    .setText("first " + id)
                    .build();
            tweets.add(posted);
            return fannedOut(posted, null, some());
        }
        return switch (deed) {
            case 12, 13, 14 -> retweet(recent);
            case 15 ->
                new RetweetUndone(
                        retweets.isEmpty()
                                ? author()
                                : any(retweets).getRetweeter().getId(),
                        recent.getId(),
                        id(author()));
            case 16 -> edit(recent);
            case 17 -> new Deleted(recent.getId());
            case 18 -> new Renamed(new Author(author(), "name" + time, "X", time));
            case 19 -> new Published(recent, null);
            case 20 -> new ReaderGone(reader(), ++time);
            case 21 -> {
                returned = new ReaderReturned(reader(), ++time, ReaderIds.encode(new long[] {user(100)}, 0, 1));
                yield returned;
            }
            default -> backfilled();
        };
    }

    /** For one who has begun to follow, or the answer to one who is back. */
    private Backfilled backfilled() {
        ReaderReturned back = random.nextBoolean() ? returned : null;
        return new Backfilled(
                back == null ? reader() : back.getReaderId(),
                user(100),
                tweets.stream()
                        .skip(Math.max(0, tweets.size() - 20))
                        .map(tweet -> new Entry(tweet, null))
                        .toList(),
                back == null ? 0 : back.getAt(),
                null,
                List.of());
    }

    private long reader() {
        return READERS[random.nextInt(READERS.length)];
    }

    private FannedOut retweet(Tweet tweet) {
        long retweeter = author();
        Retweet retweet = new Retweet(id(retweeter), Given.author(retweeter));
        retweets.add(retweet);
        return fannedOut(tweet, retweet, some());
    }

    private Edited edit(Tweet tweet) {
        Tweet edited = Tweet.newBuilder(tweet)
                .setText("edit " + time)
                .setVersion(id(tweet.getAuthor().getId()))
                .build();
        tweets.replaceAll(known -> known.getId() == tweet.getId() ? edited : known);
        return new Edited(edited);
    }

    private long author() {
        return user(100 + random.nextInt(AUTHORS));
    }

    private long id(long user) {
        time += 1 + random.nextInt(1_000);
        return Given.idAt(user, time);
    }

    private long[] some() {
        return LongStream.of(READERS).filter(reader -> random.nextInt(4) > 0).toArray();
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
