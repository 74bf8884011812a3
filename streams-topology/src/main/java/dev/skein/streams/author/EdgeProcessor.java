package dev.skein.streams.author;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.author.EdgeRules.Edge;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** At the followee's shard: keeps who follows them, and brings a new follower the newest entries. */
final class EdgeProcessor extends EffectProcessor<FollowEvent> {
    /** Whose event it is. */
    enum By {
        /** The follower's, sent here by the followee's id. */
        FOLLOWER,
        /** The followee's own: a block, or its end. */
        FOLLOWEE
    }

    private final By by;
    private final int partitions;
    private KeyValueStore<IdPair, Long> followers;
    private KeyValueStore<IdPair, Relation> barriers;
    private FollowerLists lists;
    private Backfill backfill;

    EdgeProcessor(By by, int partitions) {
        this.by = by;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Long, Effect> context) {
        super.init(context);
        followers = open(Stores.FOLLOWERS);
        barriers = open(Stores.FOLLOWER_BARRIERS);
        lists = context.getStateStore(FollowerLists.NAME);
        lists.begin();
        backfill = new Backfill(
                new AuthorTimelines(open(Stores.AUTHOR_TIMELINES)),
                open(Stores.TWEETS),
                open(Stores.USERS),
                partitions);
    }

    @Override
    public void process(Record<Long, FollowEvent> record) {
        FollowEvent event = record.value();
        IdPair pair = new IdPair(record.key(), by == By.FOLLOWER ? event.getActorId() : event.getTargetId());
        Edge before = new Edge(followers.get(pair), barriers.get(pair));
        Edge after = by == By.FOLLOWER ? EdgeRules.byFollower(before, event) : EdgeRules.byFollowee(before, event);
        keep(pair, before, after);
        if (EdgeRules.backfills(before, after, event)) {
            backfill.follow(pair.second(), pair.first(), effect -> tell(effect, record.timestamp()));
        }
    }

    private void keep(IdPair pair, Edge before, Edge after) {
        if (!Objects.equals(after.since(), before.since())) {
            followers.put(pair, after.since());
        }
        // Of most pairs there is none, before and after.
        if (!Objects.equals(after.relation(), before.relation())) {
            barriers.put(pair, after.relation());
        }
        if (after.stands() && !before.stands()) {
            lists.added(pair.first(), pair.second());
        } else if (before.stands() && !after.stands()) {
            lists.removed(pair.first(), pair.second());
        }
    }
}
