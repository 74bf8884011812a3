package dev.skein.streams.author;

import dev.skein.streams.ShortPolls;
import dev.skein.streams.author.Effect.Continue;
import dev.skein.streams.author.Effect.Delete;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.DeliverToAll;
import dev.skein.streams.author.Effect.Forget;
import dev.skein.streams.author.Effect.State;
import dev.skein.streams.author.Effect.Undo;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.jspecify.annotations.Nullable;

/**
 * The last step before the topics that are written: gives each {@link Effect} to its sink; those that only others in the
 * topology take pass it by. What enters home timelines it collects, and lets go when nothing more came for a millisecond (so
 * after one or two), when it has waited for some, or when a commit is due, see {@link OutgoingDeliveries}.
 */
final class LeaveProcessor extends ContextualProcessor<Long, Effect, Long, @Nullable Object> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);
    /**
     * While more comes each millisecond: a record for each tweet and partition would cost more than to deliver it. The more
     * partitions there are, the fewer tweets a millisecond brings from one to another.
     */
    private static final int LOOKS_MIN = 4;

    private static final int LOOKS_MAX = 16;

    private final int looksMax;
    private OutgoingDeliveries outgoing;
    private ShortPolls polls;
    private ProcessorNode<?, ?, ?, ?> here;
    private long time;
    /** As long as something is collected. */
    private @Nullable Cancellable looking;

    private boolean more;
    private int looks;

    /** @param partitions of readers */
    LeaveProcessor(int partitions) {
        this.looksMax = Math.max(LOOKS_MIN, Math.min(LOOKS_MAX, partitions / 4));
    }

    @Override
    public void init(ProcessorContext<Long, @Nullable Object> context) {
        super.init(context);
        outgoing = context.getStateStore(OutgoingDeliveries.NAME);
        here = internal().currentNode();
        outgoing.to(this::send);
        polls = ShortPolls.of(context);
    }

    @Override
    public void process(Record<Long, Effect> record) {
        Effect effect = record.value();
        if (effect instanceof DeliverToAll deliver) {
            outgoing.add(deliver);
            collected(record);
        } else if (effect instanceof Deliver deliver) {
            outgoing.add(deliver);
            collected(record);
        } else if (effect instanceof State) {
            context().forward(record.withValue(effect), AuthorSinks.TO_TWEET_STATE);
        } else if (effect instanceof Continue step) {
            context().forward(record.withValue(step.continuation()), AuthorSinks.TO_CONTINUATIONS);
        } else if (effect instanceof Delete delete) {
            context().forward(record.withValue(delete.event()), AuthorSinks.TO_TWEETS);
        } else if (effect instanceof Undo undo) {
            context().forward(record.withValue(undo.event()), AuthorSinks.TO_RETWEETS);
        } else if (effect instanceof Forget) {
            context().forward(record.withValue(null), AuthorSinks.TO_ACTIVITY);
            context().forward(record.withValue(null), AuthorSinks.TO_NOTIFICATION_READS);
        }
    }

    private void collected(Record<Long, Effect> record) {
        time = Math.max(time, record.timestamp());
        more = true;
        if (looking == null) {
            looking = context().schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> look());
            polls.begin();
        }
    }

    private void look() {
        if (!more || ++looks >= looksMax) {
            outgoing.flushCache();
            looks = 0;
        }
        if (!more) {
            // After each look there is something to commit, in all stores of the task.
            rest();
        }
        more = false;
    }

    private void rest() {
        if (looking != null) {
            looking.cancel();
            looking = null;
            polls.end();
        }
    }

    @Override
    public void close() {
        rest();
    }

    /** Before a commit no node is the current one. */
    private void send(Deliver full) {
        InternalProcessorContext<Long, @Nullable Object> context = internal();
        ProcessorNode<?, ?, ?, ?> before = context.currentNode();
        context.setCurrentNode(here);
        try {
            context.forward(new Record<>(full.key(), full, time), AuthorSinks.TO_DELIVERIES);
        } finally {
            context.setCurrentNode(before);
        }
    }

    private InternalProcessorContext<Long, @Nullable Object> internal() {
        return (InternalProcessorContext<Long, @Nullable Object>) context();
    }
}
