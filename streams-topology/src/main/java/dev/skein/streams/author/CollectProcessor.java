package dev.skein.streams.author;

import dev.skein.streams.author.Effect.Deliver;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;

/**
 * The last step before {@code deliveries}: collects, and lets go what a burst brought when the burst is over, a
 * millisecond has passed, or a commit is due, see {@link OutgoingDeliveries}.
 */
final class CollectProcessor extends ContextualProcessor<Long, Deliver, Long, Deliver> {
    private static final Duration WAIT_MAX = Duration.ofMillis(1);

    private OutgoingDeliveries outgoing;
    private ProcessorNode<?, ?, ?, ?> here;
    private long time;

    @Override
    public void init(ProcessorContext<Long, Deliver> context) {
        super.init(context);
        outgoing = context.getStateStore(OutgoingDeliveries.NAME);
        here = internal().currentNode();
        outgoing.to(this::send);
        context.schedule(WAIT_MAX, PunctuationType.WALL_CLOCK_TIME, now -> outgoing.flushCache());
    }

    @Override
    public void process(Record<Long, Deliver> record) {
        time = Math.max(time, record.timestamp());
        outgoing.add(record.value());
    }

    /** Before a commit no node is the current one. */
    private void send(Deliver full) {
        InternalProcessorContext<Long, Deliver> context = internal();
        ProcessorNode<?, ?, ?, ?> before = context.currentNode();
        context.setCurrentNode(here);
        try {
            context.forward(new Record<>(full.key(), full, time));
        } finally {
            context.setCurrentNode(before);
        }
    }

    private InternalProcessorContext<Long, Deliver> internal() {
        return (InternalProcessorContext<Long, Deliver>) context();
    }
}
