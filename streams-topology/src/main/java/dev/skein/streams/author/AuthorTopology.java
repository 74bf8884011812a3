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
import java.util.LinkedHashMap;
import java.util.Map;
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

    private final StreamsBuilder builder = TopologySettings.builder();
    private final TopologySettings settings;
    private final int partitions;
    private final AuthorSinks sinks;

    private AuthorTopology(TopologySettings settings) {
        this.settings = settings;
        this.partitions = settings.partitions();
        this.sinks = new AuthorSinks(settings);
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

        KStream<Long, Effect> users = users();
        KStream<Long, Effect> tweets = tweets();
        KStream<Long, Effect> followers = followers(follows);
        KStream<Long, Effect> blocked = blockedFollowers(follows);
        KStream<Long, Effect> retweets = retweets();
        KStream<Long, Effect> rebuilds = rebuilds();
        KStream<Long, Effect> pickedUp = pickUpTweets(fetches("followers", followers)
                .merge(fetches("blocked", blocked), Named.as("fetches-of-edges"))
                .merge(fetches("retweets", retweets), Named.as("fetches-of-edges-and-retweets"))
                .merge(fetches("rebuilds", rebuilds), Named.as("all-fetches")));
        KStream<Long, Effect> returned = fanOutRetweets(pickedUp);
        KStream<Long, Effect> resolved = fanOutReplies(findAnswered(tweets));
        KStream<Long, Effect> continued = continueLists();

        Map<String, KStream<Long, Effect>> all = new LinkedHashMap<>();
        all.put("users", users);
        all.put("tweets", tweets);
        all.put("followers", followers);
        all.put("blocked", blocked);
        all.put("retweets", retweets);
        all.put("rebuilds", rebuilds);
        all.put("picked-up", pickedUp);
        all.put("returned", returned);
        all.put("resolved", resolved);
        all.put("continued", continued);
        sinks.toDeliveries(all);
        sinks.toTweetState("tweets", tweets);
        sinks.toTweetState("resolved", resolved);
        sinks.toContinuations("tweets", tweets);
        sinks.toContinuations("returned", returned);
        sinks.toContinuations("resolved", resolved);
        sinks.toContinuations("continued", continued);
        // What somebody wrote who has left: all who read these topics must hear of it.
        sinks.toTweets("users", users);
        sinks.toTweets("tweets", tweets);
        sinks.toTweets("resolved", resolved);
        sinks.toActivity(users);
        sinks.toNotificationReads(users);
        sinks.toRetweets("users", users);
        sinks.toRetweets("retweets", retweets);
        sinks.toRetweets("returned", returned);
        return builder.build();
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
    private KStream<Long, Effect> users() {
        KStream<Long, Effect> effects = Source.withTombstones(builder, Topics.USERS, settings)
                .process(
                        UserProcessor::new,
                        Named.as("keep-users"),
                        names(
                                Stores.USERS,
                                InnerStores.DEPARTED,
                                Stores.TWEETS,
                                Stores.AUTHOR_TIMELINES,
                                Stores.ARCHIVED));
        // Handles are text like any other: Kafka's own partitioning serves.
        AuthorSinks.only(Claim.class, effects, "claims")
                .map((user, claim) -> KeyValue.pair(claim.handle(), claim.claim()), Named.as("by-handle"))
                .repartition(Repartitioned.with(
                                settings.codecs().serde(Stores.HANDLES.key()),
                                settings.codecs().serde(Format.avro(HandleClaim.class)))
                        .withName("claims-by-handle")
                        .withNumberOfPartitions(partitions))
                .process(HandleProcessor::new, Named.as("keep-handles"), Stores.HANDLES.name());
        return effects;
    }

    /** Tweets are kept, told and fanned out. */
    private KStream<Long, Effect> tweets() {
        return Source.of(builder, Topics.TWEETS, settings)
                .peek(EventRules::require, Named.as("checked-tweets"))
                .process(
                        () -> new TweetProcessor(settings),
                        Named.as("keep-tweets"),
                        names(
                                FanOut.STORES,
                                Stores.TWEETS,
                                Stores.USERS,
                                InnerStores.DEPARTED,
                                Stores.AUTHOR_TIMELINES,
                                Stores.ARCHIVED));
    }

    /** What somebody does to another is sent to that other's shard, where all their followers are. */
    private KStream<Long, Effect> followers(KStream<Long, FollowEvent> follows) {
        return follows.filterNot((actor, event) -> isMute(event), Named.as("not-mutes"))
                .selectKey((actor, event) -> event.getTargetId(), Named.as("by-followee"))
                .repartition(Routes.byId("follows-by-followee", Topics.FOLLOWS.value(), settings))
                .process(
                        () -> new EdgeProcessor(By.FOLLOWER, partitions),
                        Named.as("keep-followers"),
                        AuthorStores.OF_EDGES);
    }

    /** Whom somebody blocks does not follow them any more: their followers are here already. */
    private KStream<Long, Effect> blockedFollowers(KStream<Long, FollowEvent> follows) {
        return follows.filter((actor, event) -> RelationRules.concernsBoth(event), Named.as("blocks"))
                .process(
                        () -> new EdgeProcessor(By.FOLLOWEE, partitions),
                        Named.as("keep-blocked"),
                        AuthorStores.OF_EDGES);
    }

    /** Which retweets stand, at the retweeter's shard. */
    private KStream<Long, Effect> retweets() {
        return Source.of(builder, Topics.RETWEETS, settings)
                .peek(EventRules::require, Named.as("checked-retweets"))
                .process(
                        RetweetProcessor::new,
                        Named.as("keep-retweets"),
                        names(Stores.RETWEETS, InnerStores.DEPARTED, Stores.AUTHOR_TIMELINES));
    }

    /** Requests of readers whose timelines are not whole. */
    private KStream<Long, Effect> rebuilds() {
        return Source.of(builder, Topics.REBUILDS, settings)
                .process(
                        () -> new RebuildProcessor(partitions),
                        Named.as("answer-rebuilds"),
                        names(Stores.AUTHOR_TIMELINES, Stores.TWEETS, Stores.USERS));
    }

    /** A retweet goes to the tweet's shard and gets the tweet. */
    private KStream<Long, Effect> pickUpTweets(KStream<Long, PickUp> retweets) {
        return retweets.repartition(Routes.byId("retweets-by-tweet", Format.avro(PickUp.class), settings))
                .process(
                        () -> new PickUpProcessor(settings),
                        Named.as("pick-up-tweets"),
                        names(Stores.TWEETS, Stores.USERS, Stores.PARKED_RETWEETS));
    }

    /** With the tweet it comes back to the retweeter's shard, and fans out there. */
    private KStream<Long, Effect> fanOutRetweets(KStream<Long, Effect> pickedUp) {
        return AuthorSinks.only(Return.class, pickedUp, "returns")
                .mapValues(Return::pickedUp, Named.as("picked-up"))
                .repartition(Routes.byId("retweets-by-retweeter", Format.avro(PickedUp.class), settings))
                .process(
                        () -> new ReturnProcessor(settings.thresholds()),
                        Named.as("fan-out-retweets"),
                        names(
                                FanOut.STORES,
                                Stores.RETWEETS,
                                Stores.USERS,
                                InnerStores.DEPARTED,
                                Stores.AUTHOR_TIMELINES));
    }

    /** A reply that does not say whom it answers goes to the answered tweet's shard to find out. */
    private KStream<Long, AnsweredFinding> findAnswered(KStream<Long, Effect> tweets) {
        KStream<Long, Effect> found = AuthorSinks.only(Ask.class, tweets, "asks")
                .map((tweet, ask) -> KeyValue.pair(ask.answered(), ask.question()), Named.as("by-answered"))
                .repartition(Routes.byId("replies-by-answered", Format.avro(AnsweredQuestion.class), settings))
                .process(
                        () -> new FindAnsweredProcessor(settings.applied()),
                        Named.as("find-answered"),
                        names(Stores.TWEETS, Stores.FOLLOWER_BARRIERS, InnerStores.PARKED_REPLIES));
        return AuthorSinks.only(Find.class, found, "finds").mapValues(Find::finding, Named.as("findings"));
    }

    /** With what it found it comes back to the replier's shard, and fans out there. */
    private KStream<Long, Effect> fanOutReplies(KStream<Long, AnsweredFinding> findings) {
        return findings.repartition(Routes.byId("replies-by-replier", Format.avro(AnsweredFinding.class), settings))
                .process(
                        () -> new ResolveProcessor(settings.thresholds()),
                        Named.as("fan-out-replies"),
                        names(FanOut.STORES, Stores.TWEETS, Stores.USERS, InnerStores.DEPARTED));
    }

    /** A long list of followers goes on, a step with each record; what small authors write passes in between. */
    private KStream<Long, Effect> continueLists() {
        return Source.of(builder, Topics.CONTINUATIONS, settings)
                .process(
                        () -> new ContinueProcessor(partitions, STEP_FOLLOWERS_MAX),
                        Named.as("continue-lists"),
                        names(Stores.FOLLOWERS, Stores.TWEETS, Stores.RETWEETS, Stores.USERS, InnerStores.DEPARTED));
    }

    private KStream<Long, PickUp> fetches(String of, KStream<Long, Effect> effects) {
        return AuthorSinks.only(Fetch.class, effects, "fetches-of-" + of)
                .mapValues(Fetch::pickUp, Named.as("pick-ups-of-" + of));
    }

    private static boolean isMute(FollowEvent event) {
        return event.getKind() == FollowEventKind.MUTE || event.getKind() == FollowEventKind.UNMUTE;
    }
}
