package dev.skein.ingest.events;

import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.activity.Revocation;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.TweetEvent;
import java.util.concurrent.CompletableFuture;

/**
 * Where what people do is written down. Each future ends once the event is safe on as many brokers as the topic asks for, or fails with a 503; then it may or may not be there,
 * and writing it again does no harm.
 */
public interface EventLog {

    /**
     * Writes what happened to a tweet.
     *
     * @param atMillis when its author did it
     */
    CompletableFuture<Void> write(TweetEvent event, long atMillis);

    CompletableFuture<Void> write(RetweetEvent event);

    CompletableFuture<Void> write(FollowEvent event);

    CompletableFuture<Void> write(Dismissal event);

    CompletableFuture<Void> write(ReactionEvent event);

    CompletableFuture<Void> write(NotificationsRead event);

    /**
     * Writes that tokens no longer count.
     *
     * @param atMillis when that was said
     */
    CompletableFuture<Void> write(Revocation revocation, long atMillis);
}
