package dev.skein.streams.home;

import dev.skein.catalog.Id;
import dev.skein.catalog.ReaderIds;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Edited;
import dev.skein.schemas.delivery.Entry;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.delivery.Renamed;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.delivery.RetweetUndone;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.BadRecordException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What a delivery must be to be applied: it is looked at as a whole first, so that none is ever half applied. */
final class DeliveryRules {
    private final int partition;
    private final int partitions;

    /**
     * The rules of one partition.
     *
     * @param partition whose readers these timelines are
     * @param partitions of readers
     */
    DeliveryRules(int partition, int partitions) {
        this.partition = partition;
        this.partitions = partitions;
    }

    /** Refuses what names something that is not an id, or readers that are elsewhere. */
    void require(Delivery delivery) {
        delivery.getChanges().forEach(this::require);
    }

    private void require(Object change) {
        if (change instanceof Arrival arrival) {
            requireId(arrival.tweet().id());
            requireId(arrival.tweet().authorId());
            require(arrival.retweet());
            requireReaders(arrival.readers());
        } else if (change instanceof Backfilled backfilled) {
            requireReader(backfilled.getReaderId());
            for (Entry entry : backfilled.getEntries()) {
                require(entry.getTweet());
                require(entry.getRetweet());
            }
        } else if (change instanceof Edited edited) {
            require(edited.getTweet());
        } else if (change instanceof Deleted deleted) {
            requireId(deleted.getTweetId());
        } else if (change instanceof RetweetUndone undone) {
            requireId(undone.getRetweeterId());
            requireId(undone.getTweetId());
        } else if (change instanceof Renamed renamed) {
            requireId(renamed.getAuthor().getId());
        } else if (change instanceof Published published) {
            require(published.getTweet());
            require(published.getRetweet());
        } else if (change instanceof ReaderGone gone) {
            requireReader(gone.getReaderId());
        } else if (change instanceof ReaderReturned returned) {
            requireReader(returned.getReaderId());
            requireIds(returned.getFollowees());
        }
    }

    private static void require(Tweet tweet) {
        requireId(tweet.getId());
        requireId(tweet.getAuthor().getId());
    }

    private static void require(@Nullable Retweet retweet) {
        if (retweet != null) {
            requireId(retweet.getId());
            requireId(retweet.getRetweeter().getId());
        }
    }

    private void requireReaders(ByteBuffer readers) {
        require(readers, this::requireReader);
    }

    private static void requireIds(ByteBuffer ids) {
        require(ids, DeliveryRules::requireId);
    }

    private static void require(ByteBuffer ids, LongConsumer each) {
        try {
            ReaderIds.forEach(ids, each);
        } catch (IllegalArgumentException e) {
            throw new BadRecordException(String.valueOf(e.getMessage()));
        }
    }

    private void requireReader(long reader) {
        requireId(reader);
        int right = Id.partition(reader, partitions);
        if (right != partition) {
            throw new BadRecordException("reader " + reader + " is in partition " + right + ", not " + partition);
        }
    }

    private static void requireId(long id) {
        if (id <= 0) {
            throw new BadRecordException(id + " is not an id");
        }
    }
}
