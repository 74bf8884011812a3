package dev.skein.ingest;

import dev.skein.http.ApiException;
import dev.skein.ingest.events.EventLog;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.activity.Revocation;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.TweetEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/** An event log in memory, which can be told to fail. */
final class FakeEventLog implements EventLog {
    private final List<SpecificRecord> events = new CopyOnWriteArrayList<>();
    private volatile boolean failing;
    private volatile CompletableFuture<Void> acknowledged = CompletableFuture.completedFuture(null);

    /** Fails from now on, or no longer. What fails is written all the same: that is the worse of the two ways to fail. */
    void failing(boolean now) {
        failing = now;
    }

    /** Acknowledges nothing until it is told to. */
    void hold() {
        acknowledged = new CompletableFuture<>();
    }

    void acknowledge() {
        acknowledged.complete(null);
    }

    List<SpecificRecord> events() {
        return events;
    }

    <T extends SpecificRecord> T last(Class<T> type) {
        return type.cast(events.get(events.size() - 1));
    }

    @Override
    public CompletableFuture<Void> write(TweetEvent event, long atMillis) {
        return add(event);
    }

    @Override
    public CompletableFuture<Void> write(RetweetEvent event) {
        return add(event);
    }

    @Override
    public CompletableFuture<Void> write(FollowEvent event) {
        return add(event);
    }

    @Override
    public CompletableFuture<Void> write(Dismissal event) {
        return add(event);
    }

    @Override
    public CompletableFuture<Void> write(ReactionEvent event) {
        return add(event);
    }

    @Override
    public CompletableFuture<Void> write(NotificationsRead event) {
        return add(event);
    }

    @Override
    public CompletableFuture<Void> write(Revocation revocation, long atMillis) {
        return add(revocation);
    }

    private CompletableFuture<Void> add(SpecificRecord event) {
        events.add(event);
        return failing
                ? CompletableFuture.failedFuture(ApiException.unavailable("It could not be written in time."))
                : acknowledged.copy();
    }
}
