package dev.skein.streams.engagement;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.EngagementChangeKind;
import dev.skein.schemas.store.EngagementSums;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.ReactionKind;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.BeforeCommit;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * At the person's shard: keeps what they think of a tweet, and sums up what changes for the tweet's shard. Whom the author
 * blocks adds nothing; where the author is not known here, the tweet's shard looks.
 */
final class ReactionProcessor extends ContextualProcessor<Long, ReactionEvent, Long, EngagementSums> {
    /** In the topology. */
    static final String OUTGOING = "outgoing-reactions";

    private final int partitions;
    private KeyValueStore<IdPair, Reaction> reactions;
    private KeyValueStore<IdPair, Relation> edges;
    private MarkCache cache;
    private OutgoingSums outgoing;

    ReactionProcessor(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, EngagementSums> context) {
        super.init(context);
        reactions = context.getStateStore(Stores.REACTIONS.name());
        cache = context.getStateStore(Stores.MARKS_IN_MEMORY.name());
        cache.overReactions(reactions);
        edges = context.getStateStore(Stores.FOLLOW_EDGES.name());
        outgoing = new OutgoingSums(partitions, context::forward);
        BeforeCommit commit = context.getStateStore(OUTGOING);
        commit.call(context, outgoing::flush);
    }

    @Override
    public void close() {
        // Another task may write the store from now on, and would not tell.
        cache.overReactions(null);
    }

    @Override
    public void process(Record<Long, ReactionEvent> record) {
        ReactionEvent event = record.value();
        IdPair key = new IdPair(event.getUserId(), event.getTweetId());
        Reaction before = reactions.get(key);
        long offset = context().recordMetadata().map(RecordMetadata::offset).orElse(0L);
        long place = ReactionRules.place(event.getAt(), event.getUserId(), offset);
        Reaction after = ReactionRules.after(before, event, place, author -> blocks(author, event.getUserId()));
        if (Objects.equals(after, before)) {
            return;
        }
        if (before != null) {
            tell(event, before, true, record.timestamp());
        }
        if (after == null) {
            reactions.delete(key);
            cache.reacted(key, null);
        } else {
            reactions.put(key, after);
            cache.reacted(key, after);
            tell(event, after, false, record.timestamp());
        }
    }

    private boolean blocks(long author, long user) {
        Relation relation = edges.get(new IdPair(user, author));
        return relation != null && relation.getBlockedBy();
    }

    private void tell(ReactionEvent event, Reaction reaction, boolean gone, long at) {
        long tweet = event.getTweetId();
        boolean like = reaction.getKind() == ReactionKind.LIKE;
        if (reaction.getAuthorId() == null) {
            EngagementChangeKind kind = gone
                    ? EngagementChangeKind.REACTION_GONE
                    : like ? EngagementChangeKind.LIKED : EngagementChangeKind.DISLIKED;
            outgoing.told(tweet, new EngagementChange(kind, event.getUserId(), reaction.getPlace(), null), at);
        } else if (reaction.getCounts() && like) {
            outgoing.liked(tweet, event.getUserId(), reaction.getPlace(), gone, at);
        } else if (reaction.getCounts()) {
            outgoing.disliked(tweet, gone, at);
        }
    }
}
