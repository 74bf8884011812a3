package dev.skein.query.web;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.Topics;
import dev.skein.http.Json;
import dev.skein.http.TokenVerifier;
import dev.skein.http.media.MediaUrls;
import dev.skein.http.model.EngagementJson;
import dev.skein.http.model.TweetJson;
import dev.skein.query.fetch.Asked;
import dev.skein.query.fetch.Fetch;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.live.LocalWatching;
import dev.skein.query.live.PeerSockets;
import dev.skein.query.live.Streams;
import dev.skein.query.live.TweetNews;
import dev.skein.query.routing.Routing;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.TimelineWatch;
import io.javalin.router.JavalinDefaultRouting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams, wired: with the stores, the activity and the tokens of the process. */
public final class Live implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);
    private static final int THREADS = 4;
    private static final Duration COUNTS_WITHIN = Duration.ofMillis(500);

    private final TimelineWatch watch;
    private final TweetPresenter presenter;
    private final LocalWatching local;
    private final PeerSockets peers;
    private final Streams streams;
    private final StreamHandlers handlers;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "live");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Wires them; {@link #start} begins.
     *
     * @param watch what the timelines of this process tell
     * @param tail what is written to topics
     * @param pingEvery so long clients may be silent
     */
    public Live(
            Routing routing,
            LocalStores stores,
            Fetch fetch,
            MediaUrls mediaUrls,
            Activity activity,
            TokenVerifier tokens,
            TimelineWatch watch,
            Streams.Tail tail,
            Codecs codecs,
            Clock clock,
            Duration pingEvery) {
        this.watch = watch;
        presenter = new TweetPresenter(fetch, new EngagementHere(stores, routing), mediaUrls);
        HomeTimelines homes = new HomeTimelines(stores, routing, presenter);
        local = new LocalWatching(watch, homes, routing::partition, executor);
        peers = new PeerSockets(local);
        streams = new Streams(
                routing,
                local,
                HttpClient.newBuilder().executor(executor).build(),
                tokens,
                new Around(
                        activity,
                        fetch,
                        presenter,
                        codecs.value(Topics.ENGAGEMENT).deserializer(),
                        codecs.value(Topics.TWEET_STATE).deserializer()),
                tail,
                executor,
                clock,
                pingEvery);
        handlers = new StreamHandlers(tokens, streams);
    }

    /** Begins. */
    public Live start(MeterRegistry meters) {
        Gauge.builder("skein.streams.open", streams, Streams::size)
                .description("Streams that clients have opened here")
                .register(meters);
        Gauge.builder("skein.streams.watched", watch, TimelineWatch::size)
                .description("Readers with a stream, here or at other instances, whose timelines lie here")
                .register(meters);
        local.start();
        streams.start();
        return this;
    }

    /** Shows tweets, to streams and in pages: what is written once serves both. */
    TweetPresenter presenter() {
        return presenter;
    }

    void register(JavalinDefaultRouting router) {
        router.get("/v1/stream", handlers::events);
        router.wsBeforeUpgrade("/v1/stream", handlers::upgrade);
        router.ws("/v1/stream", handlers::socket);
        router.ws(PeerSockets.PATH, peers::socket);
    }

    @Override
    public void close() {
        streams.close();
        local.close();
        executor.shutdown();
    }

    private record Around(
            Activity activity,
            Fetch fetch,
            TweetPresenter presenter,
            Deserializer<Engagement> engagements,
            Deserializer<Tweet> states)
            implements Streams.Surroundings {
        @Override
        public void seen(long userId, boolean whole) {
            activity.seen(userId, whole);
        }

        @Override
        public @Nullable String engagement(byte[] value) {
            try {
                return json(engagements.deserialize(Topics.ENGAGEMENT.name(), value));
            } catch (SerializationException e) {
                LOG.warn("engagement holds something else", e);
                return null;
            }
        }

        @Override
        public Streams.Standing standing(List<Long> tweets) {
            Fetch.Batch batch = fetch.batch();
            Asked<Long, Engagement> counts = batch.ask(fetch.lookups().engagementNow(), tweets);
            Asked<Long, TweetEvent> events = batch.ask(fetch.lookups().tweets(), tweets);
            batch.run(COUNTS_WITHIN);
            Map<Long, String> known = new HashMap<>();
            List<TweetNews> news = new ArrayList<>();
            List<Tweet> edited = new ArrayList<>();
            for (int place = 0; place < tweets.size(); place++) {
                if (counts.knows(place) && events.knows(place)) {
                    known.put(tweets.get(place), json(counts.get(place)));
                }
                TweetEvent event = events.get(place);
                if (event != null && event.getKind() == TweetEventKind.DELETED) {
                    news.add(TweetNews.removed(tweets.get(place)));
                } else if (event != null) {
                    edited.add(event.getTweet());
                }
            }
            news.addAll(edits(edited));
            return new Streams.Standing(news, known);
        }

        @Override
        public List<TweetNews> news(Map<Long, byte @Nullable []> states) {
            List<TweetNews> news = new ArrayList<>();
            List<Tweet> edited = new ArrayList<>();
            states.forEach((tweet, state) -> {
                if (state == null) {
                    news.add(TweetNews.removed(tweet));
                } else {
                    edited.add(this.states.deserialize(Topics.TWEET_STATE.name(), state));
                }
            });
            news.addAll(edits(edited));
            return news;
        }

        /** For whoever it is: without their marks, which an edit does not change. */
        private List<TweetNews> edits(List<Tweet> tweets) {
            List<Tweet> edited =
                    tweets.stream().filter(tweet -> tweet.getEditedAt() != null).toList();
            List<TweetNews> news = new ArrayList<>(edited.size());
            List<TweetJson> shown = presenter.tweets(edited, null);
            for (int i = 0; i < shown.size(); i++) {
                String json = new String(Json.bytes(shown.get(i)), StandardCharsets.UTF_8);
                news.add(TweetNews.edited(edited.get(i).getId(), json));
            }
            return news;
        }

        private static String json(@Nullable Engagement counts) {
            return new String(
                    Json.bytes(counts == null ? EngagementJson.NONE : TweetPresenter.show(counts)),
                    StandardCharsets.UTF_8);
        }
    }
}
