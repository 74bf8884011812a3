package dev.skein.query.live;

import dev.skein.catalog.Id;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.http.InnerCalls;
import dev.skein.http.TokenVerifier;
import dev.skein.http.Viewer;
import dev.skein.http.live.Channel;
import dev.skein.http.live.Closing;
import dev.skein.query.routing.Routing;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All streams that clients have opened at this instance. No thread belongs to any of them: one looks after all, a few times a second, and begins and forgets them, so that who
 * closes a stream that is just being opened leaves nothing behind.
 */
public final class Streams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final long LOOK_EVERY_MILLIS = 250;
    /** In looks: what is done how often. */
    private static final int SECOND = 4;

    private static final int HALF_SECOND = 2;
    private static final int SEEN_EVERY_SECONDS = 5;
    /** Lists of notifications asked for at one look. */
    private static final int ASKED_AT_ONCE = 200;

    private static final Duration READY_WITHIN = Duration.ofSeconds(5);
    /** A deed's time may have been taken by a clock that is behind ours. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(2);

    /**
     * How tweets stand.
     *
     * @param news what must be known of them
     * @param counts of each the JSON of an Engagement; whoever is missing here is not known in time
     */
    public record Standing(List<TweetNews> news, Map<Long, String> counts) {}

    /** What streams need of the rest of the process. */
    public interface Surroundings {
        /** A person is here. */
        void seen(long userId, boolean whole);

        /** How tweets stand, for whoever shows them and does not know whether they still stand so. */
        Standing standing(List<Long> tweets);

        /** The JSON of an Engagement as the topic tells it. */
        @Nullable
        String engagement(byte[] value);

        /** What must be known of tweets as the topic tells of them, null where one is gone. */
        List<TweetNews> news(Map<Long, byte @Nullable []> states);
    }

    /** What is written to topics from now on. */
    public interface Tail extends AutoCloseable {
        /** Is told of every record, and looks into those that concern it. */
        @FunctionalInterface
        interface Listener {
            /** A record with its value as it lies in the topic. */
            void record(Topic<Long, ?> topic, long key, byte @Nullable [] value);
        }

        /**
         * Begins.
         *
         * @param missed told when some records may have been missed
         */
        void start(Listener listener, Runnable missed);

        /** Somebody wants it from now on; done once what is written from then on will be told. */
        CompletableFuture<Void> want();

        /** Nobody wants it any more. */
        void rest();

        @Override
        void close();
    }

    private final TokenVerifier tokens;
    private final Surroundings surroundings;
    private final Clock clock;
    private final long pingEverySeconds;
    private final Watches watches;
    private final ShownTweets shown;
    private final Tail tail;
    private final Set<LiveStream> open = ConcurrentHashMap.newKeySet();
    /** What those will show that are not begun yet. */
    private final Map<LiveStream, Set<Long>> opening = new HashMap<>();

    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1,
            task -> {
                Thread looking = new Thread(task, "live-streams");
                looking.setDaemon(true);
                return looking;
            },
            // Streams that end because the process does need not be forgotten.
            new ThreadPoolExecutor.DiscardPolicy());
    private long looks;

    /**
     * Without any; {@link #start} begins to look after them.
     *
     * @param local the timelines of this process
     * @param client connects to other instances
     * @param executor does what may take a moment
     * @param pingEvery so long clients may be silent, in seconds
     */
    public Streams(
            Routing routing,
            LocalWatching local,
            HttpClient client,
            TokenVerifier tokens,
            Surroundings surroundings,
            Tail tail,
            Executor executor,
            Clock clock,
            Duration pingEvery) {
        this.tokens = tokens;
        this.surroundings = surroundings;
        this.clock = clock;
        this.pingEverySeconds = pingEvery.toSeconds();
        this.tail = tail;
        this.watches = new Watches(routing, local, client);
        this.shown = new ShownTweets(surroundings, executor);
    }

    /** Begins. */
    public void start() {
        tail.start(this::record, this::missed);
        var unused = thread.scheduleWithFixedDelay(
                guarded(this::look), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How many there are. */
    public int size() {
        return open.size();
    }

    /**
     * A client opens one. It is told once all that happens from then on will reach it.
     *
     * @param after where it goes on, null: from now
     * @param show tweets whose counts it shows
     * @param calls asks this API in the viewer's name
     */
    public LiveStream open(
            Viewer viewer,
            String token,
            Channel channel,
            LiveStream.Format format,
            @Nullable StreamPosition after,
            Set<Long> show,
            InnerCalls calls) {
        LiveStream stream = new LiveStream(
                viewer,
                channel,
                format,
                after,
                Id.first(clock.millis() - CLOCK_DIFFERENCE.toMillis()),
                () -> Notices.ask(calls, token));
        open.add(stream);
        thread.execute(guarded(() -> {
            opening.put(stream, show);
            var unused = tail.want()
                    .copy()
                    .orTimeout(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .whenCompleteAsync((ready, late) -> begin(stream), thread);
        }));
        return stream;
    }

    private void begin(LiveStream stream) {
        Set<Long> show = opening.remove(stream);
        if (show != null) {
            guarded(() -> {
                        watches.open(stream);
                        shown.show(stream, show);
                    })
                    .run();
        }
    }

    /** It has ended. */
    public void close(LiveStream stream) {
        if (open.remove(stream)) {
            stream.over();
            thread.execute(guarded(() -> {
                opening.remove(stream);
                watches.close(stream);
                shown.remove(stream);
                if (open.isEmpty()) {
                    tail.rest();
                }
            }));
        }
    }

    /** A client shows these tweets from now on. */
    public void show(LiveStream stream, Set<Long> tweets) {
        thread.execute(guarded(() -> {
            if (opening.replace(stream, tweets) == null && open.contains(stream)) {
                shown.show(stream, tweets);
            }
        }));
    }

    private void record(Topic<Long, ?> topic, long key, byte @Nullable [] value) {
        if (topic.equals(Topics.NOTIFICATIONS)) {
            watches.of(key).forEach(LiveStream::notificationsChanged);
        } else if (!shown.isShown(key)) {
            return;
        } else if (topic.equals(Topics.TWEET_STATE)) {
            shown.stands(key, value);
        } else if (value != null) {
            String engagement = surroundings.engagement(value);
            if (engagement != null) {
                shown.changed(key, engagement);
            }
        }
    }

    private void missed() {
        open.forEach(LiveStream::notificationsChanged);
        shown.missed();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("streams were not looked after", e);
            }
        };
    }

    private void look() {
        long look = looks++;
        watches.look();
        if (look % HALF_SECOND == 0) {
            shown.tell();
        }
        long second = look / SECOND;
        boolean everySecond = look % SECOND == 0;
        Instant now = clock.instant();
        int asked = 0;
        for (LiveStream stream : open) {
            stream.look(now.toEpochMilli());
            if (asked < ASKED_AT_ONCE && stream.askForNotifications()) {
                asked++;
            }
            if (everySecond) {
                look(stream, now, second);
            }
        }
        if (everySecond) {
            shown.tellUnanswered();
        }
        if (everySecond && second % pingEverySeconds == 0) {
            watches.ping();
        }
    }

    private void look(LiveStream stream, Instant now, long second) {
        Closing ended = Closing.reasonToEnd(tokens, stream.viewer(), now);
        if (ended != null) {
            stream.close(ended);
            return;
        }
        // Not all at once.
        long turn = second + stream.hashCode();
        if (turn % SEEN_EVERY_SECONDS == 0) {
            surroundings.seen(stream.viewer().userId(), stream.whole());
        }
        if (turn % pingEverySeconds == 0) {
            stream.ping();
        }
    }

    /** Ends all of them: the process stops. */
    @Override
    public void close() {
        thread.shutdownNow();
        open.forEach(stream -> stream.close(Closing.GOING_AWAY));
        tail.close();
        watches.close();
    }
}
