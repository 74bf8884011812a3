package dev.skein.query.live;

import dev.skein.query.live.Streams.Standing;
import dev.skein.query.live.Streams.Surroundings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which tweets the clients of this instance show. Changes of their counts, and that they were edited or are gone, are gathered, so that a tweet that everybody likes is told
 * twice a second at most.
 */
final class ShownTweets {
    private static final Logger LOG = LoggerFactory.getLogger(ShownTweets.class);

    private final Surroundings surroundings;
    private final Executor executor;
    private final Map<Long, Set<LiveStream>> streams = new ConcurrentHashMap<>();
    private final Map<Long, String> changed = new ConcurrentHashMap<>();
    /** As they are now in the topic's bytes, empty where they are gone. */
    private final Map<Long, Optional<byte[]>> states = new ConcurrentHashMap<>();

    /** At which turn a topic last told of a tweet that is shown: what was asked for before that is older. Under the lock of this, as all that follows. */
    private final Map<Long, Long> countsTold = new HashMap<>();

    private final Map<Long, Long> newsTold = new HashMap<>();
    /** To whom it is to be told of which tweets how they stand: it was not known when they began to show them. */
    private final Map<LiveStream, Set<Long>> unanswered = new HashMap<>();

    private long turn;
    /** News are told in the order of the topic. */
    private CompletableFuture<Void> news = CompletableFuture.completedFuture(null);

    /** @param executor asks how tweets stand */
    ShownTweets(Surroundings surroundings, Executor executor) {
        this.surroundings = surroundings;
        this.executor = executor;
    }

    /** A client shows these from now on, and is told how they stand: what changed since it loaded them is in it. */
    void show(LiveStream stream, Set<Long> tweets) {
        Set<Long> before = stream.shown();
        stream.show(tweets);
        before.stream().filter(tweet -> !tweets.contains(tweet)).forEach(tweet -> remove(stream, tweet));
        List<Long> added =
                tweets.stream().filter(tweet -> !before.contains(tweet)).toList();
        added.forEach(tweet -> streams.compute(tweet, (id, all) -> {
            Set<LiveStream> showing = all == null ? ConcurrentHashMap.newKeySet() : all;
            showing.add(stream);
            return showing;
        }));
        if (!added.isEmpty()) {
            executor.execute(() -> tellNow(stream, added));
        }
    }

    private void tellNow(LiveStream stream, List<Long> tweets) {
        try {
            long asked;
            synchronized (this) {
                asked = turn;
            }
            Standing standing = surroundings.standing(tweets);
            synchronized (this) {
                standing.news().stream()
                        .filter(each -> newsTold.getOrDefault(each.tweet(), 0L) <= asked)
                        .forEach(each -> stream.tell(each.event(), each.json()));
                for (long tweet : tweets) {
                    String engagement = standing.counts().get(tweet);
                    if (engagement == null) {
                        askAgain(stream, List.of(tweet));
                    } else if (countsTold.getOrDefault(tweet, 0L) <= asked) {
                        stream.tell("engagement", json(tweet, engagement));
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("how tweets stand is told later", e);
            askAgain(stream, tweets);
        }
    }

    private synchronized void askAgain(LiveStream stream, List<Long> tweets) {
        unanswered.computeIfAbsent(stream, any -> new HashSet<>()).addAll(tweets);
    }

    /** A client shows nothing any more. */
    void remove(LiveStream stream) {
        stream.shown().forEach(tweet -> remove(stream, tweet));
    }

    private void remove(LiveStream stream, long tweet) {
        streams.computeIfPresent(tweet, (id, showing) -> {
            showing.remove(stream);
            return showing.isEmpty() ? null : showing;
        });
        if (!isShown(tweet)) {
            synchronized (this) {
                countsTold.remove(tweet);
                newsTold.remove(tweet);
            }
        }
    }

    /** Whether any client shows it. */
    boolean isShown(long tweet) {
        return streams.containsKey(tweet);
    }

    /** A tweet's counts have changed. */
    void changed(long tweet, String engagement) {
        changed.put(tweet, engagement);
    }

    /** A tweet was edited, or is gone, where the state is null. */
    void stands(long tweet, byte @Nullable [] state) {
        states.put(tweet, Optional.ofNullable(state));
    }

    /** Changes may have been missed: all are asked for anew. */
    void missed() {
        streams.forEach((tweet, showing) -> showing.forEach(stream -> askAgain(stream, List.of(tweet))));
        tellUnanswered();
    }

    /** Asks again for what was not known in time, of what is still shown. */
    synchronized void tellUnanswered() {
        Map<LiveStream, Set<Long>> again = new HashMap<>(unanswered);
        unanswered.clear();
        again.forEach((stream, tweets) -> {
            List<Long> shown = tweets.stream()
                    .filter(tweet -> streams.getOrDefault(tweet, Set.of()).contains(stream))
                    .toList();
            if (!shown.isEmpty()) {
                executor.execute(() -> tellNow(stream, shown));
            }
        });
    }

    /** Tells what was gathered. */
    synchronized void tell() {
        turn++;
        for (Long tweet : List.copyOf(changed.keySet())) {
            String engagement = changed.remove(tweet);
            Set<LiveStream> showing = streams.get(tweet);
            if (engagement != null && showing != null) {
                countsTold.put(tweet, turn);
                String json = json(tweet, engagement);
                showing.forEach(stream -> stream.tell("engagement", json));
            }
        }
        if (!states.isEmpty()) {
            Map<Long, byte @Nullable []> now = new HashMap<>();
            for (Long tweet : List.copyOf(states.keySet())) {
                Optional<byte[]> state = states.remove(tweet);
                if (state != null) {
                    now.put(tweet, state.orElse(null));
                }
            }
            news = news.thenRunAsync(() -> tellNews(now), executor);
        }
    }

    private void tellNews(Map<Long, byte @Nullable []> now) {
        try {
            List<TweetNews> all = surroundings.news(now);
            synchronized (this) {
                turn++;
                for (TweetNews each : all) {
                    Set<LiveStream> showing = streams.get(each.tweet());
                    if (showing != null) {
                        newsTold.put(each.tweet(), turn);
                        showing.forEach(stream -> stream.tell(each.event(), each.json()));
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("edits and deletions are not told", e);
        }
    }

    private static String json(long tweet, String engagement) {
        return "{\"id\":\"" + tweet + "\",\"engagement\":" + engagement + "}";
    }
}
