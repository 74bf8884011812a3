package dev.skein.streams.engagement;

import dev.skein.catalog.Id;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.ReactionKind;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** What a person thinks of a tweet: a like, a dislike or nothing; the last word counts. */
final class ReactionRules {
    private static final long LAST_MILLIS = Id.EPOCH_MILLIS + (1L << 41) - 1;

    private ReactionRules() {}

    /**
     * What they think after an event: the same as before where it changes nothing, as a repetition does, or undoing what
     * is not there.
     *
     * @param place where a like would stand in the tweet's list, see {@link #place}
     * @param blockedBy whether somebody blocks them
     */
    static @Nullable Reaction after(
            @Nullable Reaction before, ReactionEvent event, long place, LongPredicate blockedBy) {
        return switch (event.getKind()) {
            case LIKE ->
                is(before, ReactionKind.LIKE) ? before : reaction(ReactionKind.LIKE, before, event, place, blockedBy);
            case DISLIKE ->
                is(before, ReactionKind.DISLIKE)
                        ? before
                        : reaction(ReactionKind.DISLIKE, before, event, place, blockedBy);
            case UNLIKE -> is(before, ReactionKind.LIKE) ? null : before;
            case UNDISLIKE -> is(before, ReactionKind.DISLIKE) ? null : before;
        };
    }

    private static Reaction reaction(
            ReactionKind kind, @Nullable Reaction before, ReactionEvent event, long place, LongPredicate blockedBy) {
        Long author = event.getAuthorId() != null || before == null ? event.getAuthorId() : before.getAuthorId();
        boolean counts = author == null || author == event.getUserId() || !blockedBy.test(author);
        return new Reaction(kind, event.getAt(), place, author, counts);
    }

    /**
     * A place in a list that goes by time, which nobody else has in the list of the same tweet: the people of a partition
     * have different offsets, and those of different partitions different shards.
     *
     * @param at when, milliseconds since 1970-01-01 UTC
     * @param offset of the event in its partition: its last 12 bits tell events of one millisecond apart
     */
    static long place(long at, long user, long offset) {
        long millis = Math.min(Math.max(at, Id.EPOCH_MILLIS), LAST_MILLIS);
        int sequence = (int) (offset & (Id.SEQUENCES - 1));
        int worker = (int) (offset / Id.SEQUENCES & (Id.WORKERS - 1));
        return Id.of(millis, sequence, worker, Id.shard(user));
    }

    private static boolean is(@Nullable Reaction reaction, ReactionKind kind) {
        return reaction != null && reaction.getKind() == kind;
    }
}
