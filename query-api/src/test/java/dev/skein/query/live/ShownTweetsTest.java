package dev.skein.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShownTweetsTest {
    private static final long TWEET = 7;

    private final List<String> told = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private boolean known = true;
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
    void whatWasNotKnownInTimeIsAskedForAgain() {
        known = false;
        LiveStream stream = stream();
        shown.show(stream, Set.of(TWEET, TWEET + 1));
        shown.show(stream, Set.of(TWEET));
        told.clear();

        known = true;
        shown.tellUnanswered();
        shown.tellUnanswered();

        assertThat(told).containsExactly("edited old", "engagement {\"id\":\"7\",\"engagement\":old}");
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
        public Streams.Standing standing(List<Long> tweets) {
            Map<Long, String> counts = new HashMap<>();
            if (known) {
                tweets.forEach(tweet -> counts.put(tweet, "old"));
            }
            meanwhile.run();
            return new Streams.Standing(
                    tweets.stream().map(tweet -> TweetNews.edited(tweet, "old")).toList(), counts);
        }

        @Override
        public @Nullable String engagement(byte[] value) {
            return null;
        }

        @Override
        public List<TweetNews> news(Map<Long, byte @Nullable []> states) {
            return states.keySet().stream().map(TweetNews::removed).toList();
        }
    }
}
