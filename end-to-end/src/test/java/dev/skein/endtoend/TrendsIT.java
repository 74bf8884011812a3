package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Trend;
import dev.skein.endtoend.Contract.Trends;
import dev.skein.endtoend.Contract.Tweet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hashtags in windows. Before the replay, whose hashtags would fill the hundred that are answered. */
@Order(2)
@ExtendWith(RunningSystem.class)
final class TrendsIT {
    private static final int TAGS = 4;
    private static final Trend NOT_THERE = new Trend("", 0, 0, 0);

    private final Skein skein;

    TrendsIT(Skein skein) {
        this.skein = skein;
    }

    /** No other test's. */
    private static String newTag() {
        return "Trend" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }

    private static Map<String, Trend> trends(Api query, String asked) {
        Trends trends =
                query.get("/v1/trends?limit=100&" + asked).send().expect(200).as(Trends.class);
        Map<String, Trend> byTag = new HashMap<>();
        trends.data().forEach(trend -> byTag.put(trend.hashtag(), trend));
        return byTag;
    }

    @Test
    void hashtagsComeBackWithUsesAndPeopleByWindowAndLanguage() {
        // Given
        List<Person> people = skein.people("ada", "bob", "cem");
        Person ada = people.get(0);
        String tag = newTag();
        String repeated = newTag();
        String deleted = newTag();

        // When
        for (int i = 0; i < 3; i++) {
            for (Person person : people) {
                person.post(Map.of("text", "we all say #" + tag + " " + i, "lang", i == 0 ? "pt-BR" : "en"));
            }
        }
        ada.post("in capitals #" + tag.toUpperCase(Locale.ROOT));
        for (int i = 0; i < 20; i++) {
            ada.post("#" + repeated + " " + i);
        }
        ada.delete(ada.post("#" + deleted));

        // Then
        for (Api query : skein.queries()) {
            Eventually.holds(() -> {
                for (String window : List.of("1h", "24h")) {
                    Map<String, Trend> all = trends(query, "window=" + window);
                    assertThat(all).containsKeys(tag, repeated).doesNotContainKey(deleted);
                    Trend trend = all.getOrDefault(tag, NOT_THERE);
                    Trend alone = all.getOrDefault(repeated, NOT_THERE);
                    assertThat(trend.uses()).isEqualTo(10);
                    assertThat(trend.authors()).isEqualTo(3);
                    assertThat(alone.uses()).isEqualTo(20);
                    assertThat(alone.authors()).isEqualTo(1);
                    assertThat(trend.score()).isGreaterThan(alone.score());
                    assertThat(trends(query, "lang=pt&window=" + window)
                                    .getOrDefault(tag, NOT_THERE)
                                    .uses())
                            .isEqualTo(3);
                    assertThat(trends(query, "lang=en-US&window=" + window)
                                    .getOrDefault(tag, NOT_THERE)
                                    .uses())
                            .isEqualTo(6);
                }
            });
            assertThat(trends(query, "lang=tlh")).isEmpty();
        }
    }

    @Test
    void afterAnyHistoryUsesAndPeopleAreThoseOfTheTweetsThatStand() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Person> people = skein.people("a", "b", "c", "d");
        String tag = newTag();
        record Said(Person author, Tweet tweet, int number) {}
        List<Said> standing = new ArrayList<>();

        // When
        for (int i = 0; i < 60; i++) {
            int number = random.nextInt(TAGS);
            String text = "#" + tag + number;
            if (standing.isEmpty() || random.nextInt(3) > 0) {
                Person author = people.get(random.nextInt(people.size()));
                standing.add(new Said(author, author.post(text), number));
            } else {
                Said changed = standing.remove(random.nextInt(standing.size()));
                if (random.nextBoolean()) {
                    changed.author().delete(changed.tweet());
                } else {
                    changed.author().edit(changed.tweet(), text);
                    standing.add(new Said(changed.author(), changed.tweet(), number));
                }
            }
        }

        // Then
        Eventually.holds(() -> {
            Map<String, Trend> trends = trends(skein.query(), "window=24h");
            for (int number = 0; number < TAGS; number++) {
                int which = number;
                List<Said> uses =
                        standing.stream().filter(said -> said.number() == which).toList();
                Trend trend = trends.get(tag + number);
                assertThat(trend == null ? 0 : trend.uses())
                        .as("seed %d, #%d", seed, number)
                        .isEqualTo(uses.size());
                if (trend != null) {
                    // A sketch cannot forget: who deleted theirs may still be among them, as long as others stand.
                    assertThat(trend.authors())
                            .as("seed %d, people of #%d", seed, number)
                            .isGreaterThanOrEqualTo(
                                    uses.stream().map(Said::author).distinct().count())
                            .isLessThanOrEqualTo(Math.min(uses.size(), people.size()));
                }
            }
        });
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

    @Test
    void whatIsNoWindowOrLanguageIsRefused() {
        skein.query().get("/v1/trends?window=2h").send().expectProblem(400);
        skein.query().get("/v1/trends?lang=no_language").send().expectProblem(400);
    }
}
