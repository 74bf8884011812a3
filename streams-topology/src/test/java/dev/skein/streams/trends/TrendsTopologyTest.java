package dev.skein.streams.trends;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.deleted;
import static dev.skein.streams.Given.edited;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skein.catalog.Id;
import dev.skein.catalog.InnerStores;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.trend.Trend;
import dev.skein.schemas.trend.Trends;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologyDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendsTopologyTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private final TopologyDriver driver = new TopologyDriver(TrendsTopology::build, NOON);
    private long clock = NOON;
    private int sequence;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void itsShapeIsTheOneThatIsWrittenDown() {
        TopologyDocument.check("trends", TrendsTopology::build);
    }

    @Test
    void aTweetCountsOnceThoughItIsToldTwice() {
        long first = post(1, NOON, "jazz");
        repeat(first, 1, "jazz");
        post(2, NOON + 1_000, "jazz", "blues");

        waitUntil(NOON + MINUTE - 5_000);
        assertThat(top("1h"))
                .extracting(Trend::getHashtag, Trend::getUses, Trend::getAuthors, Trend::getScore)
                .containsExactly(tuple("jazz", 2L, 2L, 4.0), tuple("blues", 1L, 1L, 1.0));
        assertThat(trends("24h").getUntil()).isEqualTo(NOON + MINUTE);
        assertThat(top("24h")).extracting(Trend::getUses).containsExactly(2L, 1L);
    }

    @Test
    void formsOfATagAreOneTagAndItIsShownAsMostPeopleWriteIt() {
        post(1, NOON, "Café");
        post(2, NOON, "CAFÉ");
        post(3, NOON, "Cafe\u0301", "CAFE\u0301");
        post(4, NOON, "Straße");
        post(5, NOON, "STRASSE");
        post(6, NOON, "Straße");
        post(7, NOON, "Café");

        waitUntil(NOON + MINUTE - 5_000);
        assertThat(top("1h"))
                .extracting(Trend::getHashtag, Trend::getUses)
                .containsExactly(tuple("Café", 4L), tuple("Straße", 3L));
    }

    @Test
    void aTagIsShownAsMostPeopleWriteItHoweverOftenOneDoes() {
        for (int i = 0; i < 20; i++) {
            post(1, NOON + i, "JAZZ");
        }
        post(2, NOON, "Jazz");
        waitUntil(NOON + MINUTE - 5_000);
        post(3, NOON + MINUTE, "jAZZ");
        post(4, NOON + MINUTE, "Jazz");
        long gone = post(5, NOON + MINUTE, "jAZZ");
        waitUntil(NOON + 2 * MINUTE - 5_000);
        // Two write Jazz and two jAZZ: as often
        assertThat(top("1h")).extracting(Trend::getHashtag, Trend::getUses).containsExactly(tuple("Jazz", 24L));

        // Until one of them leaves, and what was in the first minute leaves the window
        pipe(deleted(tweet(gone, user(5)), gone + (1L << 22)));
        waitUntil(NOON + 60 * MINUTE + 30_000);
        post(6, NOON + 60 * MINUTE + 30_000, "jAZZ");
        waitUntil(NOON + 61 * MINUTE - 5_000);
        assertThat(top("1h")).extracting(Trend::getHashtag, Trend::getUses).containsExactly(tuple("jAZZ", 3L));
        assertThat(top("24h")).extracting(Trend::getHashtag).containsExactly("Jazz");
    }

    /** The model: who wrote each form, in sets. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void howeverItIsWrittenTheFormThatMostPeopleChoseIsShown(long seed) {
        Random random = new Random(seed);
        List<String> forms = List.of("Jazz", "JAZZ", "jazz", "jAzZ");
        Map<String, Set<Integer>> writers = new HashMap<>();
        Map<String, Integer> uses = new HashMap<>();
        long now = NOON;
        for (int i = 0; i < 60; i++) {
            now += random.nextInt((int) (3 * MINUTE));
            String form = forms.get(Math.min(random.nextInt(forms.size()), random.nextInt(forms.size())));
            int author = 1 + random.nextInt(1 + random.nextInt(12));
            post(author, now, form);
            writers.computeIfAbsent(form, any -> new HashSet<>()).add(author);
            uses.merge(form, 1, Integer::sum);
            if (i % 6 == 5) {
                waitUntil(now);
                String most = forms.stream()
                        .filter(writers::containsKey)
                        .max(Comparator.<String>comparingInt(each ->
                                        requireNonNull(writers.get(each)).size())
                                .thenComparingInt(each -> requireNonNull(uses.get(each)))
                                .thenComparing(Comparator.reverseOrder()))
                        .orElseThrow();
                assertThat(top("24h"))
                        .as("seed %d, step %d: %s", seed, i, writers)
                        .extracting(Trend::getHashtag)
                        .containsExactly(most);
            }
        }
    }

    @Test
    void oneAccountThatRepeatsATagDoesNotStandAboveTwoPeople() {
        for (int i = 0; i < 10_000; i++) {
            post(1, NOON + i / 1_000, "spam");
        }
        post(2, NOON, "news");
        post(3, NOON, "news");

        waitUntil(NOON + MINUTE - 5_000);
        assertThat(top("1h"))
                .extracting(Trend::getHashtag, Trend::getUses, Trend::getAuthors)
                .containsExactly(tuple("news", 2L, 2L), tuple("spam", 10_000L, 1L));
    }

    @Test
    void aTweetThatComesAfterItsSuccessorCountsOnceHoweverOftenItIsTold() {
        long earlier = next(1, NOON);
        long later = next(1, NOON);
        repeat(later, 1, "jazz");
        repeat(earlier, 1, "jazz");
        repeat(later, 1, "jazz");
        repeat(earlier, 1, "jazz");

        waitUntil(NOON + MINUTE - 5_000);
        assertThat(top("1h")).extracting(Trend::getUses).containsExactly(2L);
        assertThat(driver.all(InnerStores.NEWEST_TWEETS))
                .extracting(entry -> entry.key, entry -> entry.value)
                .containsExactly(tuple((long) Id.worker(later), later));
    }

    @Test
    void theOnlyMinuteOfAnHourIsWrittenOnce() {
        post(1, NOON, "jazz");
        post(2, NOON, "jazz");
        waitUntil(NOON + MINUTE - 5_000);
        assertThat(driver.values(InnerStores.TAG_MINUTES)).isEmpty();

        // Until there is another one
        post(3, NOON + 2 * MINUTE, "jazz");
        waitUntil(NOON + 3 * MINUTE - 5_000);
        assertThat(driver.values(InnerStores.TAG_MINUTES))
                .extracting(count -> count.getLanguages().get(0).getUses())
                .containsExactlyInAnyOrder(2L, 1L);
        assertThat(top("1h")).extracting(Trend::getUses, Trend::getAuthors).containsExactly(tuple(3L, 3L));
        // And the first one leaves the window alone
        waitUntil(NOON + 61 * MINUTE);
        assertThat(top("1h")).extracting(Trend::getUses, Trend::getAuthors).containsExactly(tuple(1L, 1L));
    }

    @Test
    void whatRisesStandsAboveWhatFades() {
        post(1, NOON, "old");
        post(2, NOON, "old");
        post(1, NOON + 30 * MINUTE, "new");
        post(2, NOON + 30 * MINUTE, "new");

        waitUntil(NOON + 31 * MINUTE - 5_000);
        assertThat(top("1h"))
                .extracting(Trend::getHashtag, Trend::getScore)
                .containsExactly(tuple("new", 4.0), tuple("old", 1.0));
    }

    @Test
    void tagsOfDeletedTweetsCeaseToCountAndThoseOfEditedOnesChange() {
        long gone = post(1, NOON, "jazz");
        long edited = post(2, NOON, "jazz", "blues");
        post(3, NOON, "jazz");
        waitUntil(NOON + MINUTE - 5_000);

        pipe(deleted(tweet(gone, user(1)), gone + (1L << 22)));
        repeat(gone, 1, "jazz");
        pipe(edited(tweet(edited, user(2)).setHashtags(List.of("jazz", "soul")), edited + (1L << 22)));
        waitUntil(NOON + MINUTE + 2_000);

        assertThat(top("1h"))
                .extracting(Trend::getHashtag, Trend::getUses, Trend::getAuthors)
                .containsExactly(tuple("jazz", 2L, 2L), tuple("soul", 1L, 1L));
    }

    @Test
    void aLateTweetCountsAsLongAsItsMinuteIsInTheWindow() {
        post(1, NOON + 70 * MINUTE, "now");
        post(2, NOON + 20 * MINUTE, "late");
        post(3, NOON + 5 * MINUTE, "tooLate");

        waitUntil(NOON + 71 * MINUTE - 5_000);
        assertThat(top("1h")).extracting(Trend::getHashtag).containsExactly("now", "late");
        assertThat(top("24h")).extracting(Trend::getHashtag).containsExactly("now", "late", "tooLate");
    }

    @Test
    void windowsMoveOnThoughNothingComesAndNothingIsLeftBehind() {
        post(1, NOON, "jazz");
        waitUntil(NOON + 61 * MINUTE - 5_000);
        assertThat(top("1h")).isEmpty();
        assertThat(top("24h")).extracting(Trend::getUses).containsExactly(1L);

        waitUntil(NOON + 26 * 60 * MINUTE - 5_000);
        assertThat(top("24h")).isEmpty();
        assertThat(driver.all(InnerStores.TREND_CANDIDATES)).isEmpty();
    }

    @Test
    void anIdFromTheFutureClosesNoWindow() {
        long future = Id.of(NOON + 60 * MINUTE, 0, 1, Id.shard(user(1)));
        driver.pipe(Topics.TWEETS, future, posted(tweet(future, user(1)).setHashtags(List.of("x"))), NOON);

        assertThat(driver.deadLetters()).containsExactly("the tweet's id is from the future");
    }

    @Test
    void whatIsAlwaysThereDoesNotTrendUnlessMoreUseItThanEver() {
        for (int hour = 0; hour < 26; hour++) {
            for (int author = 1; author <= 10; author++) {
                post(author, NOON + hour * HOUR, "always");
            }
        }
        post(1, NOON + 26 * HOUR, "new");
        post(2, NOON + 26 * HOUR, "new");
        for (int author = 1; author <= 10; author++) {
            post(author, NOON + 26 * HOUR, "always");
        }
        waitUntil(NOON + 26 * HOUR + MINUTE - 5_000);
        assertThat(top("1h")).extracting(Trend::getHashtag).containsExactly("new");

        for (int author = 11; author <= 43; author++) {
            post(author, NOON + 26 * HOUR, "always");
        }
        waitUntil(NOON + 26 * HOUR + MINUTE - 3_000);
        assertThat(top("1h"))
                .extracting(Trend::getHashtag, Trend::getAuthors, Trend::getScore)
                .containsExactly(tuple("always", 43L, 33.0 * 33 / 11), tuple("new", 2L, 4.0));
    }

    @Test
    void aLanguageHasListsOfItsOwnWhateverItsRegionAndThoseThatEndAreTakenBack() {
        pipe(posted(
                tweet(next(1, NOON), user(1)).setHashtags(List.of("football")).setLang("en-GB")));
        pipe(posted(
                tweet(next(2, NOON), user(2)).setHashtags(List.of("football")).setLang("eng")));
        pipe(posted(
                tweet(next(3, NOON), user(3)).setHashtags(List.of("football")).setLang("de")));
        pipe(posted(
                tweet(next(4, NOON), user(4)).setHashtags(List.of("football")).setLang("x-made-up")));

        waitUntil(NOON + MINUTE - 5_000);
        assertThat(top("1h")).extracting(Trend::getUses).containsExactly(4L);
        assertThat(top("1h/en")).extracting(Trend::getUses, Trend::getAuthors).containsExactly(tuple(2L, 2L));
        assertThat(top("24h/de")).extracting(Trend::getUses).containsExactly(1L);
        assertThat(driver.all(Stores.TRENDS)).hasSize(6);

        waitUntil(NOON + 26 * HOUR);
        waitUntil(NOON + 26 * HOUR + MINUTE);
        assertThat(driver.all(Stores.TRENDS)).extracting(entry -> entry.key).containsExactly("1h", "24h");
        assertThat(driver.all(InnerStores.PARTITION_TRENDS)).hasSize(2);
    }

    @Test
    void anEditThatChangesTheLanguageMovesItsHashtags() {
        long id = next(1, NOON);
        pipe(posted(tweet(id, user(1)).setHashtags(List.of("tor")).setLang("en")));
        pipe(edited(tweet(id, user(1)).setHashtags(List.of("tor")).setLang("de"), id + (1L << 22)));

        waitUntil(NOON + MINUTE - 5_000);
        assertThat(trends("1h/en")).isNull();
        assertThat(top("1h/de")).extracting(Trend::getUses).containsExactly(1L);
    }

    @Test
    void whatFewUseIsCountedButNotHeldUntilMoreUseIt() {
        for (int i = 0; i < 300; i++) {
            post(1 + i % 3, NOON, "some" + i);
            post(4 + i % 3, NOON, "some" + i);
        }
        waitUntil(NOON + MINUTE - 5_000);
        assertThat(driver.all(InnerStores.TREND_CANDIDATES)).hasSize(200);

        post(1, NOON, "rare");
        waitUntil(NOON + MINUTE - 5_000);
        assertThat(driver.store(InnerStores.TREND_CANDIDATES).get("rare")).isNull();
        for (int author = 2; author <= 8; author++) {
            post(author, NOON, "rare");
        }
        waitUntil(NOON + MINUTE - 5_000);
        assertThat(top("1h")).hasSize(100);
        assertThat(top("1h").get(0).getHashtag()).isEqualTo("rare");
        assertThat(top("1h").get(0).getUses()).isEqualTo(8);
    }

    @Test
    void theTopOfAllPartitionsIsAmongTheTopsOfEach() {
        Trends one = new Trends("1h", NOON, "", List.of(new Trend("a", 5L, 5L, 5.0), new Trend("c", 3L, 3L, 3.0)));
        Trends two = new Trends("1h", NOON + MINUTE, "", List.of(new Trend("b", 4L, 4L, 4.0)));
        Trends longSilent = new Trends("1h", NOON - 90 * MINUTE, "", List.of(new Trend("z", 9L, 9L, 9.0)));

        Trends all = TrendsRules.merge("1h", "", NOON + MINUTE, List.of(one, two, longSilent));

        assertThat(all.getUntil()).isEqualTo(NOON + MINUTE);
        assertThat(all.getHashtags()).extracting(Trend::getHashtag).containsExactly("a", "b", "c");
    }

    /** A tweet as the model keeps it. */
    private record Said(long minute, int author, Set<String> tags, String lang) {
        boolean within(long from, long until) {
            return minute >= from && minute < until;
        }

        boolean carries(String tag, String inLang) {
            return tags.contains(tag) && (inLang.isEmpty() || lang.equals(inLang));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void inAnyHistoryUsesAndAuthorsAreThoseOfTheTweetsThatStand(long seed) {
        Random random = new Random(seed);
        Map<Long, Said> standing = new TreeMap<>();
        List<Said> ever = new ArrayList<>();
        long now = NOON;
        for (int i = 0; i < 600; i++) {
            // Given tweets now and late, repeated, deleted, while time passes in steps and leaps
            now += random.nextInt(40) == 0 ? random.nextInt(90) * MINUTE : random.nextInt(20_000);
            long at = now - (random.nextInt(10) == 0 ? random.nextInt((int) (50 * MINUTE)) : 0);
            int author = 1 + random.nextInt(6);
            Set<String> tags = new HashSet<>();
            for (int tag = random.nextInt(3); tag >= 0; tag--) {
                tags.add("t" + random.nextInt(8));
            }
            String lang = List.of("", "en", "de").get(random.nextInt(3));
            long id = next(author, at);
            TweetEvent event = posted(tweet(id, user(author))
                    .setHashtags(List.copyOf(tags))
                    .setLang(lang.isEmpty() ? null : lang + "-XX"));
            pipe(event);
            Said said = new Said(TrendWindow.minuteOf(at), author, tags, lang);
            standing.put(id, said);
            ever.add(said);
            if (random.nextInt(5) == 0) {
                pipe(event);
            }
            if (random.nextInt(5) == 0) {
                List<Long> ids = List.copyOf(standing.keySet());
                long gone = ids.get(ids.size() - 1 - random.nextInt(Math.min(ids.size(), 40)));
                int whose = requireNonNull(standing.remove(gone)).author();
                pipe(deleted(tweet(gone, user(whose)), gone + (1L << 22)));
            }
            // When the windows are looked at now and then
            if (random.nextInt(20) == 0) {
                waitUntil(now);
                for (TrendWindow window : TrendWindow.values()) {
                    for (String list : List.of("", "en", "de")) {
                        compare("seed " + seed + ", step " + i, window, list, standing.values(), ever);
                    }
                }
            }
        }
    }

    /** Then they hold what a loop over all tweets finds; missing is only what was there the day before as well. */
    private void compare(String when, TrendWindow window, String lang, Collection<Said> standing, List<Said> ever) {
        long until = trends("1h").getUntil();
        long from = until - window.millis();
        Map<String, Trend> told = new HashMap<>();
        top(TrendKeys.of(window.label(), lang)).forEach(trend -> told.put(trend.getHashtag(), trend));
        for (int i = 0; i < 8; i++) {
            String tag = "t" + i;
            List<Said> uses = standing.stream()
                    .filter(said -> said.within(from, until) && said.carries(tag, lang))
                    .toList();
            Trend trend = told.remove(tag);
            if (trend == null) {
                assertThat(uses.isEmpty()
                                || ever.stream()
                                        .anyMatch(
                                                said -> said.within(from - 25 * HOUR, from) && said.carries(tag, lang)))
                        .as("%s, %s %s: %s is missing", when, window, lang, tag)
                        .isTrue();
                continue;
            }
            long people = uses.stream().map(Said::author).distinct().count();
            long everPeople = ever.stream()
                    .filter(said -> said.within(from - HOUR, until) && said.carries(tag, lang))
                    .map(Said::author)
                    .distinct()
                    .count();
            assertThat(trend.getUses())
                    .as("%s, %s %s: %s", when, window, lang, tag)
                    .isEqualTo(uses.size());
            assertThat(trend.getAuthors())
                    .as("%s, %s %s: people of %s", when, window, lang, tag)
                    .isBetween(people, everPeople);
        }
        assertThat(told).as("%s, %s %s", when, window, lang).isEmpty();
    }

    private Trends trends(String window) {
        return driver.store(Stores.TRENDS).get(window);
    }

    private List<Trend> top(String window) {
        return trends(window) == null ? List.of() : trends(window).getHashtags();
    }

    /** Passes time, and two seconds more for the tops to be told and put together. */
    private void waitUntil(long millis) {
        if (millis > clock) {
            driver.pass(Duration.ofMillis(millis - clock));
            clock = millis;
        }
        driver.pass(Duration.ofSeconds(1));
        driver.pass(Duration.ofSeconds(1));
        clock += 2_000;
    }

    private long post(int author, long at, String... tags) {
        long id = next(author, at);
        repeat(id, author, tags);
        return id;
    }

    private long next(int author, long at) {
        sequence = (sequence + 1) % (Id.SEQUENCES * Id.WORKERS);
        return Id.of(at, sequence % Id.SEQUENCES, sequence / Id.SEQUENCES, Id.shard(user(author)));
    }

    private void repeat(long id, int author, String... tags) {
        pipe(posted(tweet(id, user(author)).setHashtags(List.of(tags))));
    }

    private void pipe(TweetEvent event) {
        long id = event.getTweet().getId();
        driver.pipe(Topics.TWEETS, id, event, Id.millis(event.getTweet().getVersion()));
    }
}
