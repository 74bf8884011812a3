package dev.skein.streams.author;

import static dev.skein.streams.author.AuthorStores.names;

import dev.skein.catalog.Format;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.store.AnsweredFinding;
import dev.skein.schemas.store.AnsweredQuestion;
import dev.skein.schemas.store.HandleClaim;
import dev.skein.schemas.store.PickUp;
import dev.skein.schemas.store.PickedUp;
import dev.skein.streams.EventRules;
import dev.skein.streams.RelationRules;
import dev.skein.streams.Routes;
import dev.skein.streams.Source;
import dev.skein.streams.TopologySettings;
import dev.skein.streams.author.EdgeProcessor.By;
import dev.skein.streams.author.Effect.Ask;
import dev.skein.streams.author.Effect.Claim;
import dev.skein.streams.author.Effect.Fetch;
import dev.skein.streams.author.Effect.Find;
import dev.skein.streams.author.Effect.Return;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Tweets, retweets and follows → author timelines and followers → deliveries to the partitions of readers.
 *
 * <pre>
 * pg.users ▶ users ─▶ users, departed ─┬──────────▶ claims-by-handle ▶ handles
 * tweets ─▶ tweets, author-timelines, archived ─┐
 * follows ─┬▶ follows-by-followee ▶ followers ──┤
 *          └──── blocks ──────────▶ followers   ├─▶ deliveries (the readers' partitions)
 * retweets ─────────▶ retweets ─────────────────┤   tweet-state
 *   └▶ retweets-by-tweet ▶ gets the tweet ──────┤   tweets, retweets, activity, notification-reads (of those who left)
 *        └▶ retweets-by-retweeter ▶ fans out ───┤
 * replies to nobody knows whom                  │
 *   └▶ replies-by-answered ▶ learns whom ───────┤
 *        └▶ replies-by-replier ▶ fans out ──────┤
 * continuations ─▶ a step of a long list ───────┤   continuations
 * rebuilds ──────────────────▶ is answered ─────┘
 * </pre>
 *
 * It runs at_least_once: whatever is done again comes to the same, and what different people do comes to the same in
 * whatever order it arrives. So each step writes its stores first and then tells the others, again if need be.
 */
public final class AuthorTopology {
    /** Followers reached in one step of a long list: some milliseconds of work. */
    private static final int STEP_FOLLOWERS_MAX = 5_000;

    // All who tell what leaves.
    private static final String KEEP_USERS = "keep-users";
    private static final String KEEP_TWEETS = "keep-tweets";
    private static final String KEEP_FOLLOWERS = "keep-followers";
    private static final String KEEP_BLOCKED = "keep-blocked";
    private static final String KEEP_RETWEETS = "keep-retweets";
    private static final String ANSWER_REBUILDS = "answer-rebuilds";
    private static final String PICK_UP_TWEETS = "pick-up-tweets";
    private static final String FAN_OUT_RETWEETS = "fan-out-retweets";
    private static final String FAN_OUT_REPLIES = "fan-out-replies";
    private static final String CONTINUE_LISTS = "continue-lists";

    private final StreamsBuilder builder = TopologySettings.builder();
    private final TopologySettings settings;
    private final int partitions;

    private AuthorTopology(TopologySettings settings) {
        this.settings = settings;
        this.partitions = settings.partitions();
    }

    /** Builds it. */
    public static Topology build(TopologySettings settings) {
        return new AuthorTopology(settings).build();
    }

    private Topology build() {
        AuthorStores.addTo(builder, settings);
        usersFromRows();
        KStream<Long, FollowEvent> follows =
                Source.of(builder, Topics.FOLLOWS, settings).peek(EventRules::require, Named.as("checked-follows"));

        users();
        KStream<Long, Effect> tweets = tweets();
        KStream<Long, Effect> followers = followers(follows);
        KStream<Long, Effect> blocked = blockedFollowers(follows);
        KStream<Long, Effect> retweets = retweets();
        KStream<Long, Effect> rebuilds = rebuilds();
        KStream<Long, Effect> pickedUp = pickUpTweets(fetches("followers", followers)
                .merge(fetches("blocked", blocked), Named.as("fetches-of-edges"))
                .merge(fetches("retweets", retweets), Named.as("fetches-of-edges-and-retweets"))
                .merge(fetches("rebuilds", rebuilds), Named.as("all-fetches")));
        fanOutRetweets(pickedUp);
        fanOutReplies(findAnswered(tweets));
        continueLists();
        return AuthorSinks.addTo(
                builder.build(),
                settings,
                KEEP_USERS,
                KEEP_TWEETS,
                KEEP_FOLLOWERS,
                KEEP_BLOCKED,
                KEEP_RETWEETS,
                ANSWER_REBUILDS,
                PICK_UP_TWEETS,
                FAN_OUT_RETWEETS,
                FAN_OUT_REPLIES,
                CONTINUE_LISTS);
    }

    /** Rows of PostgreSQL, keyed as Debezium keys them, become people under our own keys, shards and Avro. */
    private void usersFromRows() {
        builder.stream(
                        Topics.PG_USERS.name(),
                        Consumed.with(
                                        settings.codecs().key(Topics.PG_USERS),
                                        settings.codecs().value(Topics.PG_USERS))
                                .withName("from-pg-users"))
                .process(UserRowProcessor::new, Named.as("users-of-rows"))
                .to(Topics.USERS.name(), Routes.toTopic(Topics.USERS, settings));
    }

    /** People. The store has a changelog of its own: only who sees the old name can give its handle free. */
    private void users() {
        KStream<Long, Effect> effects = Source.withTombstones(builder, Topics.USERS, settings)
                .process(
                        UserProcessor::new,
                        Named.as(KEEP_USERS),
                        names(RecentAuthors.STORES, Stores.TWEETS, Stores.AUTHOR_TIMELINES, Stores.ARCHIVED));
        // Handles are text like any other: Kafka's own partitioning serves.
        only(Claim.class, effects, "claims")
                .map((user, claim) -> KeyValue.pair(claim.handle(), claim.claim()), Named.as("by-handle"))
                .repartition(Repartitioned.with(
                                settings.codecs().serde(Stores.HANDLES.key()),
                                settings.codecs().serde(Format.avro(HandleClaim.class)))
                        .withName("claims-by-handle")
                        .withNumberOfPartitions(partitions))
                .process(HandleProcessor::new, Named.as("keep-handles"), Stores.HANDLES.name());
    }

    /** Tweets are kept, told and fanned out. */
    private KStream<Long, Effect> tweets() {
        return Source.of(builder, Topics.TWEETS, settings)
                .peek(EventRules::require, Named.as("checked-tweets"))
                .process(() -> new TweetProcessor(settings), Named.as(KEEP_TWEETS), AuthorStores.OF_TWEETS);
    }

    /** What somebody does to another is sent to that other's shard, where all their followers are. */
    private KStream<Long, Effect> followers(KStream<Long, FollowEvent> follows) {
        return follows.filterNot((actor, event) -> isMute(event), Named.as("not-mutes"))
                .selectKey((actor, event) -> event.getTargetId(), Named.as("by-followee"))
                .repartition(Routes.byId("follows-by-followee", Topics.FOLLOWS.value(), settings))
                .process(
                        () -> new EdgeProcessor(By.FOLLOWER, partitions),
                        Named.as(KEEP_FOLLOWERS),
                        AuthorStores.OF_EDGES);
    }

    /** Whom somebody blocks does not follow them any more: their followers are here already. */
    private KStream<Long, Effect> blockedFollowers(KStream<Long, FollowEvent> follows) {
        return follows.filter((actor, event) -> RelationRules.concernsBoth(event), Named.as("blocks"))
                .process(
                        () -> new EdgeProcessor(By.FOLLOWEE, partitions),
                        Named.as(KEEP_BLOCKED),
                        AuthorStores.OF_EDGES);
    }

    /** Which retweets stand, at the retweeter's shard. */
    private KStream<Long, Effect> retweets() {
        return Source.of(builder, Topics.RETWEETS, settings)
                .peek(EventRules::require, Named.as("checked-retweets"))
                .process(
                        RetweetProcessor::new,
                        Named.as(KEEP_RETWEETS),
                        names(Stores.RETWEETS, InnerStores.DEPARTED, Stores.AUTHOR_TIMELINES));
    }

    /** Requests of readers whose timelines are not whole. */
    private KStream<Long, Effect> rebuilds() {
        return Source.of(builder, Topics.REBUILDS, settings)
                .process(
                        () -> new RebuildProcessor(partitions),
                        Named.as(ANSWER_REBUILDS),
                        names(Stores.AUTHOR_TIMELINES, Stores.TWEETS, Stores.USERS));
    }

    /** A retweet goes to the tweet's shard and gets the tweet. */
    private KStream<Long, Effect> pickUpTweets(KStream<Long, PickUp> retweets) {
        return retweets.repartition(Routes.byId("retweets-by-tweet", Format.avro(PickUp.class), settings))
                .process(
                        () -> new PickUpProcessor(settings),
                        Named.as(PICK_UP_TWEETS),
                        names(Stores.TWEETS, Stores.USERS, Stores.PARKED_RETWEETS));
    }

    /** With the tweet it comes back to the retweeter's shard, and fans out there. */
    private void fanOutRetweets(KStream<Long, Effect> pickedUp) {
        only(Return.class, pickedUp, "returns")
                .mapValues(Return::pickedUp, Named.as("picked-up"))
                .repartition(Routes.byId("retweets-by-retweeter", Format.avro(PickedUp.class), settings))
                .process(
                        () -> new ReturnProcessor(settings.thresholds()),
                        Named.as(FAN_OUT_RETWEETS),
                        names(
                                FanOut.STORES,
                                Stores.RETWEETS,
                                Stores.USERS,
                                InnerStores.DEPARTED,
                                Stores.AUTHOR_TIMELINES));
    }

    /** A reply that does not say whom it answers goes to the answered tweet's shard to find out. */
    private KStream<Long, AnsweredFinding> findAnswered(KStream<Long, Effect> tweets) {
        KStream<Long, Effect> found = only(Ask.class, tweets, "asks")
                .map((tweet, ask) -> KeyValue.pair(ask.answered(), ask.question()), Named.as("by-answered"))
                .repartition(Routes.byId("replies-by-answered", Format.avro(AnsweredQuestion.class), settings))
                .process(
                        () -> new FindAnsweredProcessor(settings.applied()),
                        Named.as("find-answered"),
                        names(Stores.TWEETS, Stores.FOLLOWER_BARRIERS, InnerStores.PARKED_REPLIES));
        return only(Find.class, found, "finds").mapValues(Find::finding, Named.as("findings"));
    }

    /** With what it found it comes back to the replier's shard, and fans out there. */
    private void fanOutReplies(KStream<Long, AnsweredFinding> findings) {
        findings.repartition(Routes.byId("replies-by-replier", Format.avro(AnsweredFinding.class), settings))
                .process(
                        () -> new ResolveProcessor(settings.thresholds()),
                        Named.as(FAN_OUT_REPLIES),
                        names(FanOut.STORES, Stores.TWEETS, Stores.USERS, InnerStores.DEPARTED));
    }

    /** A long list of followers goes on, a step with each record; what small authors write passes in between. */
    private void continueLists() {
        Source.of(builder, Topics.CONTINUATIONS, settings)
                .process(
                        () -> new ContinueProcessor(partitions, STEP_FOLLOWERS_MAX),
                        Named.as(CONTINUE_LISTS),
                        names(Stores.FOLLOWERS, Stores.TWEETS, Stores.RETWEETS, Stores.USERS, InnerStores.DEPARTED));
    }

    private KStream<Long, PickUp> fetches(String of, KStream<Long, Effect> effects) {
        return only(Fetch.class, effects, "fetches-of-" + of).mapValues(Fetch::pickUp, Named.as("pick-ups-of-" + of));
    }

    /** The effects of one kind, of those that others in this topology take. */
    private static <E extends Effect> KStream<Long, E> only(Class<E> type, KStream<Long, Effect> effects, String name) {
        return effects.flatMapValues(
                effect -> type.isInstance(effect) ? List.of(type.cast(effect)) : List.of(), Named.as(name));
    }

    private static boolean isMute(FollowEvent event) {
        return event.getKind() == FollowEventKind.MUTE || event.getKind() == FollowEventKind.UNMUTE;
    }
}
