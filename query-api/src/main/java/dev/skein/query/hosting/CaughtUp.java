package dev.skein.query.hosting;

import dev.skein.streams.Applied;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a store has applied all that its source held when the question was asked: only then does "not there" count.
 * Those who ask at the same time share one request to the broker, but never one that was sent before they asked.
 */
public final class CaughtUp implements Authority {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final int BROKER_TIMEOUT_MILLIS = 2_000;

    /** The request under way, and the one to be sent after it. */
    private record Requests(CompletableFuture<Long> current, @Nullable CompletableFuture<Long> next) {}

    private final Map<TopicPartition, Requests> requests = new ConcurrentHashMap<>();
    private final Admin admin;
    private final Applied applied;
    private final Commits commits;

    /**
     * @param applied what processors noted since the process began
     * @param commits what was committed before, and by processors that note nothing, such as for a dead letter
     */
    public CaughtUp(Admin admin, Applied applied, Commits commits) {
        this.admin = admin;
        this.applied = applied;
        this.commits = commits;
    }

    @Override
    public boolean within(Duration time, TopicPartition source) {
        long deadlineNanos = System.nanoTime() + time.toNanos();
        try {
            long end = end(source).get(time.toNanos(), TimeUnit.NANOSECONDS);
            do {
                if (commits.committed(source) >= end || applied.await(source, end, LOOK_EVERY)) {
                    return true;
                }
            } while (System.nanoTime() - deadlineNanos < 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The broker does not say: then nothing is known.
        }
        return false;
    }

    private CompletableFuture<Long> end(TopicPartition source) {
        Requests now = requests.compute(source, (key, before) -> {
            if (before == null || (before.next() == null && before.current().isDone())) {
                return new Requests(ask(source), null);
            }
            CompletableFuture<Long> next = before.next();
            if (next != null && before.current().isDone()) {
                // What waited was sent when the one before it ended.
                return new Requests(next, after(next, source));
            }
            return next == null ? new Requests(before.current(), after(before.current(), source)) : before;
        });
        CompletableFuture<Long> next = now.next();
        return next == null ? now.current() : next;
    }

    private CompletableFuture<Long> after(CompletableFuture<Long> first, TopicPartition source) {
        return first.handle((end, failure) -> end).thenCompose(end -> ask(source));
    }

    private CompletableFuture<Long> ask(TopicPartition source) {
        ListOffsetsOptions options = new ListOffsetsOptions().timeoutMs(BROKER_TIMEOUT_MILLIS);
        return admin.listOffsets(Map.of(source, OffsetSpec.latest()), options)
                .partitionResult(source)
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset);
    }
}
