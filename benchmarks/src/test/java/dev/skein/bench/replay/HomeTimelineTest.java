package dev.skein.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.bench.replay.HomeTimeline.Entry;
import dev.skein.bench.replay.HomeTimeline.Line;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HomeTimelineTest {
    @Test
    void tweetsStandNewestFirst() {
        HomeTimeline timeline = new HomeTimeline(List.of(tweet(10), tweet(20), tweet(30)));

        assertThat(timeline.differences(lines(30, 20, 10), 100)).isEmpty();
        assertThat(timeline.differences(lines(20, 30, 10), 100))
                .singleElement()
                .asString()
                .contains("below");
        assertThat(timeline.differences(lines(30, 10), 100))
                .singleElement()
                .asString()
                .contains("missing");
        assertThat(timeline.differences(lines(30, 20, 10, 10), 100))
                .singleElement()
                .asString()
                .contains("twice");
        assertThat(timeline.differences(lines(30, 20, 15, 10), 100))
                .singleElement()
                .asString()
                .contains("should not");
    }

    @Test
    void aFullPageMayEndBeforeTheLastEntry() {
        HomeTimeline timeline = new HomeTimeline(List.of(tweet(10), tweet(20), tweet(30)));

        assertThat(timeline.differences(lines(30, 20), 2)).isEmpty();
        assertThat(timeline.differences(lines(30, 10), 2))
                .singleElement()
                .asString()
                .contains("missing");
    }

    @Test
    void theOldestVisibleEntryOfATweetIsTheOneShown() {
        // Given
        HomeTimeline timeline = new HomeTimeline(
                List.of(tweet(10), retweet(10, 7, 40, 50), tweet(30), retweet(5, 7, 31, 32), retweet(5, 8, 33, 36)));

        // Then
        assertThat(timeline.differences(List.of(new Line(5, 7), new Line(30, 0), new Line(10, 0)), 100))
                .isEmpty();
        assertThat(timeline.differences(List.of(new Line(5, 8), new Line(30, 0), new Line(10, 0)), 100))
                .isNotEmpty();
    }

    @Test
    void retweetsAtTheSameMomentMayStandInEitherOrder() {
        HomeTimeline timeline = new HomeTimeline(List.of(retweet(5, 7, 30, 40), retweet(6, 8, 35, 45), tweet(50)));

        assertThat(timeline.differences(List.of(new Line(50, 0), new Line(5, 7), new Line(6, 8)), 100))
                .isEmpty();
        assertThat(timeline.differences(List.of(new Line(50, 0), new Line(6, 8), new Line(5, 7)), 100))
                .isEmpty();
        assertThat(timeline.differences(List.of(new Line(6, 8), new Line(50, 0), new Line(5, 7)), 100))
                .isNotEmpty();
    }

    @Test
    void whatIsHiddenIsNotShown() {
        HomeTimeline timeline = new HomeTimeline(List.of(tweet(10), new Entry(new Line(20, 0), 20, 20, false)));

        assertThat(timeline.differences(lines(10), 100)).isEmpty();
        assertThat(timeline.differences(lines(20, 10), 100)).isNotEmpty();
    }

    @Test
    void whatLiesBeyondTheNewestEightHundredIsNotThere() {
        // Given: 800 entries above the tweet 10, of which one is a retweet of it.
        List<Entry> entries = new ArrayList<>(List.of(tweet(10), retweet(10, 7, 2_000, 2_000)));
        for (int i = 0; i < 799; i++) {
            entries.add(new Entry(new Line(1_000 + i, 0), 1_000 + i, 1_000 + i, false));
        }
        HomeTimeline timeline = new HomeTimeline(entries);

        // Then
        assertThat(timeline.differences(List.of(new Line(10, 7)), 100)).isEmpty();
        assertThat(timeline.differences(lines(10), 100)).isNotEmpty();
    }

    private static Entry tweet(long id) {
        return new Entry(new Line(id, 0), id, id, true);
    }

    private static Entry retweet(long tweet, long by, long earliest, long latest) {
        return new Entry(new Line(tweet, by), earliest, latest, true);
    }

    private static List<Line> lines(long... tweets) {
        List<Line> lines = new ArrayList<>();
        for (long tweet : tweets) {
            lines.add(new Line(tweet, 0));
        }
        return lines;
    }
}
