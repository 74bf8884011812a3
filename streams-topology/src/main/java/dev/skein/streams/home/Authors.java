package dev.skein.streams.home;

import dev.skein.catalog.Id;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Fame;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.store.Authorship;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.FibonacciHash;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What the people of a partition post, as their own partition hears it: everybody follows themselves, so what one posts is delivered
 * there too. Whoever posts is here, as whoever reads.
 */
final class Authors {
    /** Of 2 to the power of this many authors of all partitions it is in memory that a post of theirs says nothing new. */
    private static final int LATELY_BITS = 18;

    private static final int LATELY_BITS_MIN = 10;

    private final int partition;
    private final int partitions;
    private final KeyValueStore<Long, Authorship> authorship;
    private final KeyValueStore<Long, Long> lastSeen;

    /** Each in one place, from which the next one drives them out, and when the noted post of theirs was. */
    private final long[] lately;

    private final long[] postedAt;
    private final int latelyBits;

    Authors(
            int partition,
            int partitions,
            KeyValueStore<Long, Authorship> authorship,
            KeyValueStore<Long, Long> lastSeen) {
        this.partition = partition;
        this.partitions = partitions;
        this.authorship = authorship;
        this.lastSeen = lastSeen;
        this.latelyBits =
                Math.max(LATELY_BITS_MIN, LATELY_BITS + 1 - Integer.SIZE + Integer.numberOfLeadingZeros(partitions));
        this.lately = new long[1 << latelyBits];
        this.postedAt = new long[1 << latelyBits];
    }

    /** Notes what a delivery says of the people of this partition. */
    void heard(Delivery delivery) {
        for (Object change : delivery.getChanges()) {
            if (change instanceof Arrival arrival) {
                posted(arrival.tweet().id(), arrival.tweet().authorId(), arrival.retweet());
            } else if (change instanceof Published published) {
                Tweet tweet = published.getTweet();
                posted(tweet.getId(), tweet.getAuthor().getId(), published.getRetweet());
            } else if (change instanceof Fame fame && isHere(fame.getAuthorId())) {
                keep(fame.getAuthorId(), ClassRules.fame(authorship.get(fame.getAuthorId()), fame.getFamous()));
            }
        }
    }

    private void posted(long tweet, long tweeter, @Nullable Retweet retweet) {
        long author = retweet == null ? tweeter : retweet.getRetweeter().getId();
        if (isHere(author)) {
            long at = Id.millis(retweet == null ? tweet : retweet.getId());
            int place = FibonacciHash.below(latelyBits, author);
            if (lately[place] != author || ClassRules.saysMore(postedAt[place], at)) {
                postedAt[place] = note(author, at);
                lately[place] = author;
            }
        }
    }

    /** Returns when the post was that is noted now. */
    private long note(long author, long at) {
        Authorship before = authorship.get(author);
        if (before != null && !ClassRules.saysMore(before.getPostedAt(), at)) {
            return before.getPostedAt();
        }
        authorship.put(author, ClassRules.posted(before, at));
        Long seen = lastSeen.get(author);
        if (seen == null || seen < at) {
            lastSeen.put(author, at);
        }
        return at;
    }

    private void keep(long author, @Nullable Authorship now) {
        if (now != null) {
            authorship.put(author, now);
        }
    }

    private boolean isHere(long person) {
        return Id.partition(person, partitions) == partition;
    }
}
