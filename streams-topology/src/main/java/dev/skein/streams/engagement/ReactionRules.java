package dev.skein.streams.engagement;

import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.EngagementChangeKind;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.ReactionKind;
import org.jspecify.annotations.Nullable;

/** What a person thinks of a tweet: a like, a dislike or nothing; the last word counts. */
final class ReactionRules {
    private ReactionRules() {}

    /**
     * What they think after an event: the same as before where it changes nothing, as a repetition does, or undoing what
     * is not there.
     */
    static @Nullable Reaction after(@Nullable Reaction before, ReactionEvent event) {
        return switch (event.getKind()) {
            case LIKE -> is(before, ReactionKind.LIKE) ? before : new Reaction(ReactionKind.LIKE, event.getAt());
            case DISLIKE ->
                is(before, ReactionKind.DISLIKE) ? before : new Reaction(ReactionKind.DISLIKE, event.getAt());
            case UNLIKE -> is(before, ReactionKind.LIKE) ? null : before;
            case UNDISLIKE -> is(before, ReactionKind.DISLIKE) ? null : before;
        };
    }

    /** What the tweet's shard is told. */
    static EngagementChange change(@Nullable Reaction after, ReactionEvent event) {
        EngagementChangeKind kind = after == null
                ? EngagementChangeKind.REACTION_GONE
                : after.getKind() == ReactionKind.LIKE ? EngagementChangeKind.LIKED : EngagementChangeKind.DISLIKED;
        return new EngagementChange(kind, event.getUserId(), event.getAt(), event.getAuthorId());
    }

    private static boolean is(@Nullable Reaction reaction, ReactionKind kind) {
        return reaction != null && reaction.getKind() == kind;
    }
}
