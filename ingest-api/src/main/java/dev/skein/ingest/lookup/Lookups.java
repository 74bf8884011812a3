package dev.skein.ingest.lookup;

import dev.skein.schemas.tweet.Tweet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds tweets and relations, wherever they are known. */
public final class Lookups {
    private final RecentTweets recent;
    private final QueryApi query;

    public Lookups(RecentTweets recent, QueryApi query) {
        this.recent = recent;
        this.query = query;
    }

    public CompletableFuture<Found<Tweet>> tweet(long id) {
        Found<Tweet> known = recent.find(id);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return query.tweet(id).thenApply(found -> {
            if (found instanceof Found.Present<Tweet> present) {
                recent.found(present.value());
            }
            return found;
        });
    }

    /** Who wrote a tweet, if that is known here without asking. */
    public @Nullable Long authorOf(long id) {
        return recent.authorOf(id);
    }

    /** Whether {@code target} is known to block {@code actor}. Not known in time means no: the topologies look again. */
    public CompletableFuture<Boolean> isBlocked(long actor, long target) {
        if (actor == target) {
            return CompletableFuture.completedFuture(false);
        }
        return query.relation(actor, target)
                .thenApply(found -> found instanceof Found.Present<Relation> present
                        && present.value().blockedBy());
    }

    /**
     * The numbers of a user's page.
     *
     * @param token theirs, if they ask for their own
     */
    public CompletableFuture<Found<UserCounts>> counts(long userId, @Nullable String token) {
        return query.counts(userId, token);
    }
}
