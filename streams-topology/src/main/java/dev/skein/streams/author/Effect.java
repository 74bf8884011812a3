package dev.skein.streams.author;

import dev.skein.catalog.Id;
import dev.skein.schemas.delivery.Continuation;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.store.AnsweredFinding;
import dev.skein.schemas.store.AnsweredQuestion;
import dev.skein.schemas.store.HandleClaim;
import dev.skein.schemas.store.PickUp;
import dev.skein.schemas.store.PickedUp;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a processor of this topology tells others: those within it, see {@link AuthorTopology}, or by {@link LeaveProcessor} the topics. */
sealed interface Effect {
    /** The id that the record is keyed by. */
    long key();

    /**
     * A change that enters home timelines.
     *
     * @param authorId whose deed it is
     * @param partition of the readers; {@link #EVERYWHERE} for all of them
     */
    record Deliver(long authorId, int partition, Delivery delivery) implements Effect {
        /** Instead of a partition: readers may be anywhere. */
        static final int EVERYWHERE = -1;

        /** To every partition. */
        static Deliver everywhere(long authorId, Object change) {
            return new Deliver(authorId, EVERYWHERE, new Delivery(List.of(change)));
        }

        /** To the partition of one reader. */
        static Deliver to(long readerId, int partitions, long authorId, Object change) {
            return new Deliver(authorId, Id.partition(readerId, partitions), new Delivery(List.of(change)));
        }

        @Override
        public long key() {
            return authorId;
        }
    }

    /**
     * A tweet or retweet that enters the home timelines of many: one change for each partition, or for each chunk.
     *
     * @param authorId whose deed it is
     * @param readers as they are now
     */
    record DeliverToAll(long authorId, FollowerList readers, Tweet tweet, @Nullable Retweet retweet) implements Effect {
        @Override
        public long key() {
            return authorId;
        }
    }

    /**
     * How a tweet stands now.
     *
     * @param authorId whose it is or was
     * @param tweet null where it is deleted
     */
    record State(long tweetId, long version, long authorId, @Nullable Tweet tweet) implements Effect {
        /** It stands like this. */
        static State of(Tweet tweet) {
            return new State(
                    tweet.getId(), tweet.getVersion(), tweet.getAuthor().getId(), tweet);
        }

        @Override
        public long key() {
            return tweetId;
        }
    }

    /** A tweet of somebody who left is deleted. */
    record Delete(TweetEvent event) implements Effect {
        @Override
        public long key() {
            return event.getTweet().getId();
        }
    }

    /** A retweet of somebody who left is undone. */
    record Undo(RetweetEvent event) implements Effect {
        @Override
        public long key() {
            return event.getRetweeter().getId();
        }
    }

    /** A retweet goes to the tweet's shard. */
    record Fetch(PickUp pickUp) implements Effect {
        @Override
        public long key() {
            return pickUp.getRetweet().getTweetId();
        }
    }

    /** A reply asks at the answered tweet's shard whom it answers. */
    record Ask(long answered, AnsweredQuestion question) implements Effect {
        @Override
        public long key() {
            return answered;
        }
    }

    /** A reply learns at its author's shard whom it answers. */
    record Find(long replier, AnsweredFinding finding) implements Effect {
        @Override
        public long key() {
            return replier;
        }
    }

    /** A long list of followers goes on from here. */
    record Continue(Continuation continuation) implements Effect {
        @Override
        public long key() {
            return continuation.getAuthorId();
        }
    }

    /** A retweet comes back with the tweet. */
    record Return(PickedUp pickedUp) implements Effect {
        @Override
        public long key() {
            return pickedUp.getRetweet().getRetweeter().getId();
        }
    }

    /**
     * A person takes a handle or gives it up.
     *
     * @param handle in lower case
     */
    record Claim(String handle, HandleClaim claim) implements Effect {
        @Override
        public long key() {
            return claim.getUserId();
        }
    }

    /** When somebody who left was last here is nobody's business any more. */
    record Forget(long userId) implements Effect {
        @Override
        public long key() {
            return userId;
        }
    }
}
