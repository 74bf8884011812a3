package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Trend;
import dev.skein.endtoend.Contract.Trends;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hashtags in windows. Before the replay, whose hashtags would fill the hundred that are answered. */
@Order(2)
@ExtendWith(RunningSystem.class)
final class TrendsIT {
    /** Windows step by a minute of the tweets' own time, so it takes a tweet of the next minute to end one. */
    private static final Duration A_MINUTE_AND_MORE = Duration.ofSeconds(100);

    private final Skein skein;

    TrendsIT(Skein skein) {
        this.skein = skein;
    }

    @Test
    void hashtagsOfTheLastHourComeBackWithUsesAndAuthors() {
        // Given
        List<Person> people = skein.people("ada", "bob", "cem");
        String tag = "Trend" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);

        // When
        for (int i = 0; i < 5; i++) {
            for (Person person : people) {
                person.post("we all say #" + tag + " " + i);
            }
        }

        // Then
        Eventually.holds(A_MINUTE_AND_MORE, () -> {
            people.get(0).post("time goes by");
            for (Api query : skein.queries()) {
                Trends trends = query.get("/v1/trends?window=1h&limit=100")
                        .send()
                        .expect(200)
                        .as(Trends.class);
                assertThat(trends.window()).isEqualTo("1h");
                Trend trend = trends.data().stream()
                        .filter(t -> t.hashtag().equals(tag))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + tag + " in " + trends));
                assertThat(trend.uses()).isEqualTo(15);
                assertThat(trend.authors()).isEqualTo(3);
                assertThat(trend.score()).isPositive();
            }
        });
        Trends day = skein.query()
                .get("/v1/trends?window=24h&limit=100")
                .send()
                .expect(200)
                .as(Trends.class);
        assertThat(day.data()).extracting(Trend::hashtag).contains(tag);
    }

    @Test
    void noMoreTrendsAreAnsweredThanAskedFor() {
        // When
        Trends trends = skein.query()
                .get("/v1/trends?window=1h&limit=1")
                .send()
                .expect(200)
                .as(Trends.class);

        // Then
        assertThat(trends.data()).hasSizeLessThanOrEqualTo(1);
    }
}
