package dev.skein.ingest.api;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import dev.skein.http.ApiException;
import dev.skein.ingest.events.EventLog;
import dev.skein.ingest.lookup.Found;
import dev.skein.ingest.lookup.Lookups;
import dev.skein.ingest.lookup.RecentTweets;
import dev.skein.ingest.media.Uploads;
import dev.skein.ingest.postgres.IdempotencyKeys;
import dev.skein.ingest.postgres.IdempotencyKeys.Reservation;
import dev.skein.ingest.postgres.People;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.ingest.rules.Entities;
import dev.skein.schemas.tweet.Media;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Posting, editing and deleting: what the text refers to, whether what it answers is there, whose it is, and then the log.
 *
 * <p>PostgreSQL is asked first, on the caller's thread; from the question to the query API on, no thread waits.
 */
public final class TweetWriter {
    private final IdGenerator ids;
    private final LongPredicate isFromTheFuture;
    private final Clock clock;
    private final People people;
    private final Lookups lookups;
    private final RecentTweets recent;
    private final Uploads uploads;
    private final EventLog log;
    private final IdempotencyKeys keys;
    private final Housekeeping housekeeping;

    public TweetWriter(
            IdGenerator ids,
            LongPredicate isFromTheFuture,
            Clock clock,
            People people,
            Lookups lookups,
            RecentTweets recent,
            Uploads uploads,
            EventLog log,
            IdempotencyKeys keys,
            Housekeeping housekeeping) {
        this.ids = ids;
        this.isFromTheFuture = isFromTheFuture;
        this.clock = clock;
        this.people = people;
        this.lookups = lookups;
        this.recent = recent;
        this.uploads = uploads;
        this.log = log;
        this.keys = keys;
        this.housekeeping = housekeeping;
    }

    /** Posts. With a key, a repeat answers the tweet that the first request made. */
    CompletableFuture<Tweet> post(UserRow author, PostTweet wanted, @Nullable String key) {
        Entities entities = Entities.of(wanted.text());
        List<Mention> mentions = mentions(entities);
        long id = ids.next(Id.shard(author.id()));
        boolean sent = false;
        if (key != null) {
            String hash = IdempotencyKey.hash(wanted);
            Reservation reservation = keys.reserve(author.id(), key, hash, id, clock.millis());
            IdempotencyKey.requireSame(reservation, hash);
            id = reservation.id();
            sent = reservation.sent();
        }
        List<Media> media = uploads.take(author.id(), wanted.mediaIds(), id);
        Function<@Nullable Long, Tweet> tweet = tweetOf(id, author, wanted, entities, mentions, media);
        if (sent) {
            return CompletableFuture.completedFuture(tweet.apply(null));
        }
        return allowed(id, author, wanted, media)
                .thenApply(tweet)
                .thenCompose(posted -> write(TweetEventKind.POSTED, posted, posted.getCreatedAt()))
                .thenApply(posted -> {
                    recent.wrote(posted);
                    if (key != null) {
                        housekeeping.soon(() -> keys.markSent(author.id(), key));
                    }
                    return posted;
                });
    }

    /** Who wrote the tweet that is answered, once it is known that nothing speaks against posting; what was taken for it is given back otherwise. */
    private CompletableFuture<@Nullable Long> allowed(long id, UserRow author, PostTweet wanted, List<Media> media) {
        CompletableFuture<@Nullable Long> allowed = replied(author, wanted.inReplyTo())
                .thenCombine(quoted(wanted.quoteOf()), (inReplyToAuthor, quoteIsThere) -> inReplyToAuthor);
        if (media.isEmpty()) {
            return allowed;
        }
        return allowed.thenCombine(uploads.requireUploaded(media), (inReplyToAuthor, uploaded) -> inReplyToAuthor)
                .whenComplete((inReplyToAuthor, refused) -> {
                    if (refused != null) {
                        housekeeping.soon(() -> uploads.release(id));
                    }
                });
    }

    /** Changes the text of a tweet of one's own. */
    CompletableFuture<Tweet> edit(UserRow author, long id, EditTweet wanted) {
        Entities entities = Entities.of(wanted.text());
        List<Mention> mentions = mentions(entities);
        return own(author, id).thenCompose(before -> {
            if (wanted.text().isEmpty() && before.getMedia().isEmpty()) {
                throw ApiException.badRequest("text", "must not be empty");
            }
            long version = ids.next(Id.shard(author.id()));
            long now = Id.millis(version);
            Tweet edited = new Tweet(
                    id,
                    author.author(),
                    wanted.text(),
                    before.getLang(),
                    before.getInReplyTo(),
                    before.getInReplyToAuthor(),
                    before.getQuoteOf(),
                    entities.hashtags(),
                    mentions,
                    before.getMedia(),
                    before.getCreatedAt(),
                    now,
                    version);
            return write(TweetEventKind.EDITED, edited, now).thenApply(written -> {
                recent.wrote(written);
                return written;
            });
        });
    }

    /** Deletes a tweet of one's own, for good. */
    CompletableFuture<Void> delete(UserRow author, long id) {
        return own(author, id).thenCompose(before -> {
            long version = ids.next(Id.shard(author.id()));
            Tweet deleted = new Tweet(
                    id,
                    author.nameless(),
                    "",
                    before.getLang(),
                    before.getInReplyTo(),
                    before.getInReplyToAuthor(),
                    before.getQuoteOf(),
                    List.of(),
                    List.of(),
                    List.of(),
                    before.getCreatedAt(),
                    before.getEditedAt(),
                    version);
            return write(TweetEventKind.DELETED, deleted, Id.millis(version)).thenAccept(written -> {
                recent.deleted(id, version);
                housekeeping.soon(() -> uploads.tweetDeleted(id));
            });
        });
    }

    private CompletableFuture<Tweet> write(TweetEventKind kind, Tweet tweet, long atMillis) {
        return log.write(new TweetEvent(kind, tweet), atMillis).thenApply(done -> tweet);
    }

    /** Who wrote the tweet that is answered, null if that is none or not known in time. */
    private CompletableFuture<@Nullable Long> replied(UserRow author, @Nullable Long inReplyTo) {
        if (inReplyTo == null) {
            return CompletableFuture.<@Nullable Long>completedFuture(null);
        }
        return existing("inReplyTo", inReplyTo).thenCompose(found -> {
            Long repliedAuthor = found instanceof Found.Present<Tweet> present
                    ? Long.valueOf(present.value().getAuthor().getId())
                    : lookups.authorOf(inReplyTo);
            if (repliedAuthor == null) {
                return CompletableFuture.<@Nullable Long>completedFuture(null);
            }
            return lookups.isBlocked(author.id(), repliedAuthor).<@Nullable Long>thenApply(blocked -> {
                if (blocked) {
                    throw ApiException.forbidden("The author of the tweet has blocked you.");
                }
                return repliedAuthor;
            });
        });
    }

    private CompletableFuture<Boolean> quoted(@Nullable Long quoteOf) {
        return quoteOf == null
                ? CompletableFuture.completedFuture(true)
                : existing("quoteOf", quoteOf).thenApply(found -> found instanceof Found.Present);
    }

    /** The tweet that a field names; not knowing is no reason to refuse, knowing that it is not there is. */
    private CompletableFuture<Found<Tweet>> existing(String field, long id) {
        CompletableFuture<Found<Tweet>> asked =
                isFromTheFuture.test(id) ? CompletableFuture.completedFuture(new Found.Absent<>()) : lookups.tweet(id);
        return asked.thenApply(found -> {
            if (found instanceof Found.Absent) {
                throw ApiException.unprocessable(field, "There is no such tweet.");
            }
            return found;
        });
    }

    private CompletableFuture<Tweet> own(UserRow author, long id) {
        return lookups.tweet(id).thenApply(found -> {
            if (found instanceof Found.Present<Tweet> present) {
                if (present.value().getAuthor().getId() != author.id()) {
                    throw ApiException.forbidden("This tweet is somebody else's.");
                }
                return present.value();
            }
            if (found instanceof Found.Absent) {
                throw ApiException.notFound("There is no such tweet.");
            }
            throw ApiException.unavailable("Whose tweet this is could not be found out in time.");
        });
    }

    private List<Mention> mentions(Entities entities) {
        return people.byHandles(entities.handles()).stream()
                .map(user -> new Mention(user.id(), user.handle()))
                .toList();
    }

    private static Function<@Nullable Long, Tweet> tweetOf(
            long id, UserRow author, PostTweet wanted, Entities entities, List<Mention> mentions, List<Media> media) {
        return inReplyToAuthor -> new Tweet(
                id,
                author.author(),
                wanted.text(),
                wanted.lang(),
                wanted.inReplyTo(),
                inReplyToAuthor,
                wanted.quoteOf(),
                entities.hashtags(),
                mentions,
                media,
                Id.millis(id),
                null,
                id);
    }
}
