package dev.skein.streams.home;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.schemas.store.Authorship;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import dev.skein.streams.TimelineWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * At a person's shard: keeps when they were last here, and looks at everybody in turn, who is in which class. Whoever
 * comes back to a timeline that is not whole is told to return, whoever was not seen for long to be gone; both by a record in their own partition of {@code deliveries}, for that is all
 * that timelines are made of.
 *
 * <p>What is told follows from how the timeline stands, not from what was told before: so what a crash has lost is told
 * again when the person is next seen.
 */
final class SeenProcessor extends ContextualProcessor<Long, @Nullable Long, Long, Delivery> {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** In all partitions together, so that an instance with many of them does not look at everybody all the time. */
    private static final int LOOKED_AT_MAX = 4_000;

    private final Duration inactiveAfter;
    private final int partitions;
    private final int lookedAtMax;
    private final TimelineWatch watch;
    /** Of this round of looks, so far. */
    private final Map<PersonClass, Integer> classes = new EnumMap<>(PersonClass.class);

    private KeyValueStore<Long, Authorship> authorship;
    private PeopleMetrics metrics;
    private KeyValueStore<Long, Long> lastSeen;
    private KeyValueStore<IdPair, Relation> relations;
    private TimelineStore timelines;

    /** Up to whom the last look at those who are away came. */
    private long lookedUpTo;

    /** @param watch who has a stream open */
    SeenProcessor(Duration inactiveAfter, int partitions, TimelineWatch watch) {
        this.inactiveAfter = inactiveAfter;
        this.partitions = partitions;
        this.lookedAtMax = Math.max(1, LOOKED_AT_MAX / partitions);
        this.watch = watch;
    }

    @Override
    public void init(ProcessorContext<Long, Delivery> context) {
        super.init(context);
        lastSeen = context.getStateStore(Stores.LAST_SEEN.name());
        relations = context.getStateStore(Stores.RELATIONS.name());
        authorship = context.getStateStore(InnerStores.AUTHORSHIP.name());
        timelines = context.getStateStore(Stores.TIMELINES.name());
        metrics = new PeopleMetrics(context);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    @Override
    public void process(Record<Long, @Nullable Long> record) {
        Long at = record.value();
        if (at == null) {
            // Their account is deleted.
            lastSeen.delete(record.key());
            authorship.delete(record.key());
            gone(record.key(), timelines.standing(record.key()), record.timestamp());
            return;
        }
        // Instances may tell of one minute in another order: looking would cost as much as writing.
        lastSeen.put(record.key(), at);
        here(record.key(), timelines.standing(record.key()), at);
    }

    private void here(long reader, Standing standing, long at) {
        if (ReturnRules.tells(standing, at)) {
            long name = ReturnRules.name(standing, at);
            tell(reader, new ReaderReturned(reader, name, ReturnRules.asked(reader, followees(reader))), at);
        }
    }

    /** Whom a reader follows, the longest first. */
    private List<Long> followees(long reader) {
        List<KeyValue<Long, Long>> since = new ArrayList<>();
        try (KeyValueIterator<IdPair, Relation> all = relations.range(IdPair.from(reader), IdPair.to(reader))) {
            while (all.hasNext()) {
                KeyValue<IdPair, Relation> one = all.next();
                if (RelationRules.follows(one.value)) {
                    since.add(KeyValue.pair(one.key.second(), one.value.getFollowedAt()));
                }
            }
        }
        since.sort(Comparator.comparingLong(followee -> followee.value));
        return since.stream().map(followee -> followee.key).toList();
    }

    private void look(long now) {
        if (!timelines.begun()) {
            // Its place in the log says whether there was anything before it.
            int shard = context().taskId().partition() * (Id.SHARDS / partitions);
            long nobody = Id.of(Id.EPOCH_MILLIS + 1, 0, 0, shard);
            context().forward(new Record<>(nobody, new Delivery(List.of()), now));
        }
        int looked = 0;
        try (KeyValueIterator<Long, Long> people = lastSeen.range(lookedUpTo + 1, Long.MAX_VALUE);
                KeyValueIterator<Long, Authorship> authors = authorship.range(lookedUpTo + 1, Long.MAX_VALUE)) {
            for (; looked < lookedAtMax && people.hasNext(); looked++) {
                KeyValue<Long, Long> person = people.next();
                lookedUpTo = person.key;
                look(person.key, person.value, authorshipOf(person.key, authors), now);
            }
        }
        if (looked < lookedAtMax) {
            lookedUpTo = 0;
            metrics.found(classes);
            classes.clear();
        }
    }

    /** Both are in the order of ids, and to go on in each costs less than to look somebody up. */
    private static @Nullable Authorship authorshipOf(long person, KeyValueIterator<Long, Authorship> authors) {
        while (authors.hasNext() && authors.peekNextKey() < person) {
            authors.next();
        }
        return authors.hasNext() && authors.peekNextKey() == person ? authors.next().value : null;
    }

    private void look(long person, long seenAt, @Nullable Authorship author, long now) {
        boolean live = watch.isWatchedNow(person);
        classes.merge(ClassRules.of(author, live, seenAt, now, inactiveAfter), 1, Integer::sum);
        Standing standing = timelines.standing(person);
        boolean isGone = standing instanceof Standing.Gone;
        boolean inactive = !live && ClassRules.isInactive(seenAt, now, inactiveAfter);
        if (inactive && !isGone) {
            gone(person, standing, now);
        } else if (isGone && !inactive && seenAt > standing.at()) {
            // They have posted since, without reading.
            here(person, standing, seenAt);
        }
    }

    private void gone(long person, Standing standing, long now) {
        tell(person, new ReaderGone(person, Math.max(now, standing.at() + 1)), now);
    }

    @Override
    public void close() {
        metrics.close();
    }

    private void tell(long reader, Object change, long time) {
        context().forward(new Record<>(reader, new Delivery(List.of(change)), time));
    }
}
