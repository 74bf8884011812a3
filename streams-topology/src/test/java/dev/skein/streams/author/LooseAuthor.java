package dev.skein.streams.author;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.streams.Applied;
import dev.skein.streams.Thresholds;
import dev.skein.streams.TimelineSettings;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.author.Effect.Ask;
import dev.skein.streams.author.Effect.Continue;
import dev.skein.streams.author.Effect.Delete;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.DeliverToAll;
import dev.skein.streams.author.Effect.Fetch;
import dev.skein.streams.author.Effect.Find;
import dev.skein.streams.author.Effect.Return;
import dev.skein.streams.author.Effect.Undo;
import dev.skein.streams.disorder.Broker;
import dev.skein.streams.disorder.LooseTask;
import dev.skein.streams.disorder.MemoryTopic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** [author] without Kafka Streams: what {@link AuthorTopology} connects, connected by hand. */
public final class LooseAuthor extends LooseTask {
    private static final Codecs CODECS = new Codecs(new InMemorySchemaRegistry());
    private static final String BY_FOLLOWEE = "follows-by-followee";
    private static final String BY_TWEET = "retweets-by-tweet";
    private static final String BY_RETWEETER = "retweets-by-retweeter";
    private static final String BY_ANSWERED = "replies-by-answered";
    private static final String BY_REPLIER = "replies-by-replier";
    private static final String BLOCKED = "blocked";

    private final Thresholds thresholds;
    private final int listMax;
    private final Map<String, Processor<Long, Object, Long, Effect>> processors = new HashMap<>();
    private OutgoingDeliveries outgoing;

    /**
     * A task.
     *
     * @param listMax longer lists go on step by step, in half as large steps
     */
    @SuppressWarnings("NullAway.Init") // Made at each start.
    public LooseAuthor(Broker broker, TaskId id, StreamsMetrics metrics, Thresholds thresholds, int listMax) {
        super(
                broker,
                id,
                metrics,
                Path.of("nowhere"),
                List.of(
                        Topics.FOLLOWS.name(),
                        Topics.TWEETS.name(),
                        Topics.RETWEETS.name(),
                        Topics.REBUILDS.name(),
                        Topics.CONTINUATIONS.name(),
                        BY_FOLLOWEE,
                        BY_TWEET,
                        BY_RETWEETER,
                        BY_ANSWERED,
                        BY_REPLIER));
        this.thresholds = thresholds;
        this.listMax = listMax;
        Stream.of(
                        Stores.USERS,
                        InnerStores.DEPARTED,
                        Stores.TWEETS,
                        Stores.AUTHOR_TIMELINES,
                        Stores.ARCHIVED,
                        Stores.FOLLOWERS,
                        Stores.FOLLOWER_BARRIERS,
                        Stores.RETWEETS,
                        Stores.PARKED_RETWEETS,
                        InnerStores.PARKED_REPLIES,
                        InnerStores.FAME)
                .forEach(this::keep);
        start();
    }

    @Override
    protected void open() {
        int partitions = broker().partitions();
        TopologySettings settings =
                new TopologySettings(partitions, CODECS, new Applied(), thresholds, TimelineSettings.unbounded());
        add(new FollowerLists(partitions, FollowerLists.READERS_MAX, listMax, thresholds.famousFollowers()));
        add(new RecentAuthors(RecentAuthors.AUTHORS_MAX));
        outgoing = new OutgoingDeliveries(partitions);
        add(outgoing);
        outgoing.to(this::leave);
        processors.clear();
        with(Topics.TWEETS.name(), new TweetProcessor(settings));
        with(Topics.RETWEETS.name(), new RetweetProcessor());
        with(Topics.REBUILDS.name(), new RebuildProcessor(partitions));
        with(Topics.CONTINUATIONS.name(), new ContinueProcessor(partitions, Math.max(1, listMax / 2)));
        with(BY_FOLLOWEE, new EdgeProcessor(EdgeProcessor.By.FOLLOWER, partitions));
        with(BLOCKED, new EdgeProcessor(EdgeProcessor.By.FOLLOWEE, partitions));
        with(BY_TWEET, new PickUpProcessor(settings));
        with(BY_RETWEETER, new ReturnProcessor(thresholds));
        with(BY_ANSWERED, new FindAnsweredProcessor(settings.applied()));
        with(BY_REPLIER, new ResolveProcessor(thresholds));
    }

    @SuppressWarnings("unchecked") // A topic has values of one type.
    private void with(String topic, Processor<Long, ?, Long, Effect> processor) {
        processor.init(context(record -> tell(record.value())));
        processors.put(topic, (Processor<Long, Object, Long, Effect>) processor);
    }

    @Override
    protected void process(String topic, MemoryTopic.Entry entry) {
        if (entry.value() instanceof FollowEvent event && topic.equals(Topics.FOLLOWS.name())) {
            FollowEventKind kind = event.getKind();
            if (kind != FollowEventKind.MUTE && kind != FollowEventKind.UNMUTE) {
                send(BY_FOLLOWEE, event.getTargetId(), event);
            }
            if (kind == FollowEventKind.BLOCK || kind == FollowEventKind.UNBLOCK) {
                give(BLOCKED, entry);
            }
        } else {
            give(topic, entry);
        }
    }

    private void give(String topic, MemoryTopic.Entry entry) {
        Objects.requireNonNull(processors.get(topic), topic)
                .process(new Record<>(entry.key(), entry.value(), entry.time()));
    }

    private void tell(Effect effect) {
        if (effect instanceof Deliver deliver) {
            outgoing.add(deliver);
        } else if (effect instanceof DeliverToAll deliver) {
            outgoing.add(deliver);
        } else if (effect instanceof Delete delete) {
            send(Topics.TWEETS.name(), effect.key(), delete.event());
        } else if (effect instanceof Undo undo) {
            send(Topics.RETWEETS.name(), effect.key(), undo.event());
        } else if (effect instanceof Fetch fetch) {
            send(BY_TWEET, effect.key(), fetch.pickUp());
        } else if (effect instanceof Return back) {
            send(BY_RETWEETER, effect.key(), back.pickedUp());
        } else if (effect instanceof Ask ask) {
            send(BY_ANSWERED, effect.key(), ask.question());
        } else if (effect instanceof Find find) {
            send(BY_REPLIER, effect.key(), find.finding());
        } else if (effect instanceof Continue next) {
            send(Topics.CONTINUATIONS.name(), effect.key(), next.continuation());
        }
    }

    private void leave(Deliver full) {
        send(Topics.DELIVERIES.name(), full.partition(), full.key(), full.delivery());
    }

    @Override
    protected void flush() {
        outgoing.flushCache();
    }
}
