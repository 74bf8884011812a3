package dev.skein.query.live;

import dev.skein.query.live.Streams.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            surroundings.news(tweets).forEach(news -> stream.tell(news.event(), news.json()));
            List<@Nullable String> now = surroundings.counts(tweets);
            for (int i = 0; i < tweets.size(); i++) {
                String engagement = now.get(i);
                if (engagement != null) {
                    stream.tell("engagement", json(tweets.get(i), engagement));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("how tweets stand is not told", e);
        }
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
        Map<LiveStream, List<Long>> all = new HashMap<>();
        streams.forEach((tweet, showing) -> showing.forEach(
                stream -> all.computeIfAbsent(stream, any -> new ArrayList<>()).add(tweet)));
        all.forEach((stream, tweets) -> executor.execute(() -> tellNow(stream, tweets)));
    }

    /** Tells what was gathered. */
    void tell() {
        for (Long tweet : List.copyOf(changed.keySet())) {
            String engagement = changed.remove(tweet);
            if (engagement != null) {
                String json = json(tweet, engagement);
                streams.getOrDefault(tweet, Set.of()).forEach(stream -> stream.tell("engagement", json));
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
            executor.execute(() -> tellNews(now));
        }
    }

    private void tellNews(Map<Long, byte @Nullable []> now) {
        try {
            for (TweetNews news : surroundings.news(now)) {
                streams.getOrDefault(news.tweet(), Set.of()).forEach(stream -> stream.tell(news.event(), news.json()));
            }
        } catch (RuntimeException e) {
            LOG.warn("edits and deletions are not told", e);
        }
    }

    private static String json(long tweet, String engagement) {
        return "{\"id\":\"" + tweet + "\",\"engagement\":" + engagement + "}";
    }
}
