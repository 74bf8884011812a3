package dev.skein.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShownTweetsTest {
    private static final long TWEET = 7;

    private final List<String> told = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private final ShownTweets shown = new ShownTweets(new Asked(), Runnable::run);

    private LiveStream stream() {
        LiveStream stream = ReadAtOnce.stream(told, null);
        stream.above(new Watching.Above(List.of(), true, false));
        told.clear();
        return stream;
    }

    @Test
    void aTweetIsToldAsItStandsWhenItIsShown() {
        shown.show(stream(), Set.of(TWEET));

        assertThat(told).containsExactly("edited old", "engagement {\"id\":\"7\",\"engagement\":old}");
    }

    @Test
    void whatTheTopicsTellWhileItIsAskedForIsNewer() {
        meanwhile = () -> {
            shown.changed(TWEET, "new");
            shown.stands(TWEET, null);
            shown.tell();
        };

        shown.show(stream(), Set.of(TWEET));

        assertThat(told).containsExactly("engagement {\"id\":\"7\",\"engagement\":new}", "removed {\"id\":\"7\"}");
    }

    @Test
    void nothingIsToldOfWhatIsShownNoMore() {
        LiveStream stream = stream();
        shown.show(stream, Set.of(TWEET));
        shown.show(stream, Set.of());
        told.clear();

        shown.changed(TWEET, "new");
        shown.tell();

        assertThat(told).isEmpty();
        assertThat(shown.isShown(TWEET)).isFalse();
    }

    /** What the stores say. */
    private final class Asked implements Streams.Surroundings {
        @Override
        public void seen(long userId, boolean whole) {}

        @Override
        public List<@Nullable String> counts(List<Long> tweets) {
            List<@Nullable String> counts = new ArrayList<>();
            tweets.forEach(tweet -> counts.add("old"));
            meanwhile.run();
            return counts;
        }

        @Override
        public @Nullable String engagement(byte[] value) {
            return null;
        }

        @Override
        public List<TweetNews> news(List<Long> tweets) {
            return tweets.stream().map(tweet -> TweetNews.edited(tweet, "old")).toList();
        }

        @Override
        public List<TweetNews> news(Map<Long, byte @Nullable []> states) {
            return states.keySet().stream().map(TweetNews::removed).toList();
        }
    }
}
