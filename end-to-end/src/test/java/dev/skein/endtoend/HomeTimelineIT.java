package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Author;
import dev.skein.endtoend.Contract.Home;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Mention;
import dev.skein.endtoend.Contract.Tweet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job: a tweet posted over HTTP stands in its followers' timelines. */
@ExtendWith(RunningSystem.class)
final class HomeTimelineIT {
    private final Skein skein;

    HomeTimelineIT(Skein skein) {
        this.skein = skein;
    }

    private static void awaitInHome(Person reader, Tweet tweet) {
        Eventually.holds(() -> assertThat(reader.home().ids()).contains(tweet.id()));
    }

    @Test
    void aTweetStandsInItsFollowersTimelineWhicheverInstanceIsAsked() {
        // Given
        Person ada = skein.knownPerson("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);

        // When
        Tweet tweet = ada.post("Hello, followers!");

        // Then
        for (Api query : skein.queries()) {
            Home home = Eventually.holds(
                    () -> bob.home(query), page -> assertThat(page.ids()).containsExactly(tweet.id()));
            assertThat(home.rebuilding()).isFalse();
            assertThat(home.next()).isNull();
            Item item = home.data().get(0);
            assertThat(item.text()).isEqualTo("Hello, followers!");
            assertThat(item.author()).isEqualTo(new Author(ada.id(), ada.handle(), "ada"));
            assertThat(item.retweetedBy()).isNull();
            assertThat(item.createdAt())
                    .isEqualTo(tweet.createdAt())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        }
        assertThat(Duration.between(tweet.created(), Instant.now())).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void timelinesAreWrittenToDiskWhileTheyChange() {
        // Given
        Person ada = skein.person("ada");
        Instant began = Instant.now();

        // When, then
        Eventually.holds(() -> {
            ada.post("Another one for the disk");
            double elapsed = Duration.between(began, Instant.now()).toMillis() / 1000.0;
            assertThat(skein.queries().stream()
                            .flatMapToDouble(query -> query.metric("kafka_stream_timelines_snapshot_age_seconds{")))
                    .anyMatch(age -> age >= 0 && age < elapsed);
        });
    }

    /** Of each of them there would be dozens of lines. */
    @Test
    void metricsTellOfTheMemoryOfAllStoresTogether() {
        for (Api query : skein.queries()) {
            assertThat(query.metric("skein_rocksdb_held_bytes")).anyMatch(bytes -> bytes > 0);
            // Of what there is newly, Micrometer hears once a minute.
            Eventually.holds(() ->
                    assertThat(query.metric("kafka_stream_task_process_total{")).isNotEmpty());
            assertThat(query.metric("kafka_stream_state_block_cache_usage{")).isEmpty();
        }
    }

    @Test
    void onesOwnTweetsStandInOnesOwnTimeline() {
        // Given
        Person ada = skein.person("ada");

        // When
        Tweet tweet = ada.post("Note to myself");

        // Then
        awaitInHome(ada, tweet);
        Eventually.holds(
                () -> assertThat(ada.tweets().data()).extracting(Item::id).containsExactly(tweet.id()));
    }

    @Test
    void nobodyElseGetsATweet() {
        // Given
        List<Person> people = skein.people("ada", "bob", "eve");
        Person ada = people.get(0);
        Person bob = people.get(1);
        Person eve = people.get(2);
        bob.follow(ada);

        // When
        Tweet tweet = ada.post("For those who follow me");
        Tweet own = eve.post("Nobody told me");

        // Then
        awaitInHome(bob, tweet);
        awaitInHome(eve, own);
        assertThat(eve.home().ids()).containsExactly(own.id());
    }

    @Test
    void unfollowHidesTweetsOnTheNextRead() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);
        Tweet tweet = ada.post("Soon to be hidden");
        awaitInHome(bob, tweet);

        // When
        bob.unfollow(ada);

        // Then
        Eventually.holds(() -> assertThat(bob.home().ids()).isEmpty());
    }

    @Test
    void deletingATweetRemovesItEverywhere() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);
        Tweet tweet = ada.post("A mistake");
        Tweet kept = ada.post("Not a mistake");
        Eventually.holds(() -> assertThat(bob.home().ids()).containsExactly(kept.id(), tweet.id()));

        // When
        ada.delete(tweet);

        // Then
        Eventually.holds(() -> {
            assertThat(bob.home().ids()).containsExactly(kept.id());
            assertThat(ada.tweets().data()).extracting(Item::id).containsExactly(kept.id());
            for (Api query : skein.queries()) {
                query.get("/v1/tweets/" + tweet.id()).send().expectProblem(404);
            }
        });
    }

    @Test
    void editingATweetChangesItEverywhere() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);
        Tweet tweet = ada.post("Teh first #draft");
        awaitInHome(bob, tweet);

        // When
        Tweet edited = ada.edit(tweet, "The second #version");

        // Then
        assertThat(edited.id()).isEqualTo(tweet.id());
        assertThat(edited.editedAt()).isNotNull();
        Eventually.holds(() -> {
            Item atHome = bob.home().item(tweet.id());
            Item atAuthors = ada.tweets().data().get(0);
            Tweet alone = bob.see(tweet);
            assertThat(List.of(atHome.text(), atAuthors.text(), alone.text())).containsOnly("The second #version");
            assertThat(atHome.editedAt()).isEqualTo(edited.editedAt());
            assertThat(atHome.createdAt()).isEqualTo(tweet.createdAt());
            assertThat(alone.hashtags()).containsExactly("version");
        });
    }

    @Test
    void aReplyIsSeenOnlyByThoseWhoFollowBothSides() {
        // Given
        List<Person> people = skein.people("ada", "bob", "both", "one");
        Person ada = people.get(0);
        Person bob = people.get(1);
        Person both = people.get(2);
        Person one = people.get(3);
        both.follow(ada);
        both.follow(bob);
        one.follow(bob);
        Tweet question = ada.post("What is a skein?");

        // When
        Tweet answer = bob.reply(question, "A flight of geese");
        Tweet after = bob.post("And a length of thread");

        // Then
        Eventually.holds(() -> assertThat(both.home().ids()).containsExactly(after.id(), answer.id(), question.id()));
        Eventually.holds(() -> assertThat(one.home().ids()).containsExactly(after.id()));
        assertThat(both.home().item(answer.id()).inReplyTo()).isEqualTo(question.id());
    }

    @Test
    void aQuoteNamesTheTweetItQuotes() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        Person reader = skein.person("reader");
        reader.follow(bob);
        Tweet quoted = ada.post("To be quoted");

        // When
        Tweet quote = bob.quote(quoted, "Well said");

        // Then
        awaitInHome(reader, quote);
        assertThat(reader.home().item(quote.id()).quoteOf()).isEqualTo(quoted.id());
    }

    @Test
    void hashtagsAndMentionsAreFoundInTheText() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");

        // When
        Tweet tweet = ada.post("#Kafka and #жизнь for @" + bob.handle().toUpperCase(Locale.ROOT)
                + " and @nobody_of_that_name_x #Kafka");

        // Then
        assertThat(tweet.hashtags()).containsExactly("Kafka", "жизнь");
        assertThat(tweet.mentions()).containsExactly(new Mention(bob.id(), bob.handle()));
        awaitInHome(ada, tweet);
        Item item = ada.home().item(tweet.id());
        assertThat(item.hashtags()).isEqualTo(tweet.hashtags());
        assertThat(item.mentions()).isEqualTo(tweet.mentions());
    }

    @Test
    void aRetweetShowsATweetOnceAndSaysThroughWhom() {
        // Given
        List<Person> people = skein.people("ada", "bob", "cem", "reader", "fan");
        Person ada = people.get(0);
        Person bob = people.get(1);
        Person cem = people.get(2);
        Person reader = people.get(3);
        Person fan = people.get(4);
        reader.follow(bob);
        reader.follow(cem);
        fan.follow(ada);
        fan.follow(bob);
        Tweet tweet = ada.post("Pass it on");
        awaitInHome(fan, tweet);

        // When
        bob.retweet(tweet);
        Eventually.holds(() -> assertThat(reader.home().ids()).containsExactly(tweet.id()));
        cem.retweet(tweet);
        Tweet after = cem.post("I have passed something on");

        // Then
        Eventually.holds(() -> assertThat(reader.home().ids()).containsExactly(after.id(), tweet.id()));
        // Their names come from the database, perhaps later.
        Item item = Eventually.holds(() -> reader.home().item(tweet.id()), shown -> assertThat(shown.retweetedBy())
                .isEqualTo(new Author(bob.id(), bob.handle(), "bob")));
        assertThat(item.author().handle()).isEqualTo(ada.handle());
        Tweet afterwards = bob.post("So have I");
        Eventually.holds(() -> assertThat(fan.home().ids()).containsExactly(afterwards.id(), tweet.id()));
        assertThat(fan.home().item(tweet.id()).retweetedBy())
                .as("who follows the author has the tweet itself")
                .isNull();
        assertThat(bob.tweets().data()).extracting(Item::id).contains(tweet.id());
    }

    @Test
    void undoingARetweetRemovesIt() {
        // Given
        List<Person> people = skein.people("ada", "bob", "reader");
        Person ada = people.get(0);
        Person bob = people.get(1);
        Person reader = people.get(2);
        reader.follow(bob);
        Tweet tweet = ada.post("Pass it on, or not");
        bob.retweet(tweet);
        awaitInHome(reader, tweet);

        // When
        bob.undoRetweet(tweet);

        // Then
        Eventually.holds(() -> {
            assertThat(reader.home().ids()).isEmpty();
            assertThat(bob.tweets().data()).isEmpty();
        });
    }

    @Test
    void blockingHidesBothFromEachOtherAndEndsFollows() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);
        ada.follow(bob);
        Tweet ofAda = ada.post("by ada");
        Tweet ofBob = bob.post("by bob");
        Eventually.holds(() -> {
            assertThat(bob.home().ids()).containsExactlyInAnyOrder(ofBob.id(), ofAda.id());
            assertThat(ada.home().ids()).containsExactlyInAnyOrder(ofBob.id(), ofAda.id());
        });

        // When
        ada.block(bob);

        // Then
        Eventually.holds(() -> {
            assertThat(bob.home().ids()).containsExactly(ofBob.id());
            assertThat(ada.home().ids()).containsExactly(ofAda.id());
        });
        // The follows are gone for good, not only covered.
        ada.unblock(bob);
        Tweet later = ada.post("after the block");
        Tweet own = bob.post("bob, after the block");
        Eventually.holds(() -> {
            assertThat(bob.home().ids()).containsExactly(own.id(), ofBob.id());
            assertThat(ada.home().ids()).containsExactly(later.id(), ofAda.id());
        });
    }

    @Test
    void mutingHidesAndUnmutingShowsAgain() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);
        Tweet tweet = ada.post("blah");
        awaitInHome(bob, tweet);

        // When
        bob.mute(ada);

        // Then
        Eventually.holds(() -> assertThat(bob.home().ids()).isEmpty());
        bob.unmute(ada);
        awaitInHome(bob, tweet);
    }

    @Test
    void followingSomebodyBringsWhatTheyPostedBefore() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        List<String> posted = new ArrayList<>();
        for (int i = 0; i < 55; i++) {
            posted.add(ada.post("before, " + i).id());
        }
        Collections.reverse(posted);

        // When
        bob.follow(ada);

        // Then
        Eventually.holds(() -> assertThat(bob.home().ids()).isEqualTo(posted.subList(0, 50)));
    }

    @Test
    void pagingToTheEndShowsEachOnceWhileNewOnesArrive() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);
        List<String> posted = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(i -> ada.post("number " + i).id())
                .toList());
        Collections.reverse(posted);
        Eventually.holds(() -> assertThat(bob.home().ids()).isEqualTo(posted));

        // When
        List<String> seen = new ArrayList<>();
        Home page = bob.home(skein.query(), 7, null);
        seen.addAll(page.ids());
        while (page.next() != null) {
            Tweet fresh = ada.post("arrives while bob reads");
            awaitInHome(bob, fresh);
            page = bob.home(skein.query(), 7, page.next());
            assertThat(page.data()).hasSizeLessThanOrEqualTo(7);
            seen.addAll(page.ids());
        }

        // Then
        assertThat(seen).isEqualTo(posted);
    }

    @Test
    void anyUnicodeComesBackAsItWasSent() {
        // Given
        Person ada = skein.person("ada");
        List<String> texts = List.of(
                " leading and trailing blanks stay ",
                "line\nfeed\tand tab",
                "👩‍👩‍👧‍👦 family, 🏳️‍🌈 flag, 🇺🇳",
                "e\u0301 is not \u00e9, and \ufb01 is not fi",
                "שלום \u202Eolleh\u202C مرحبا",
                "𝄞 𐍈 \uD83D\uDE00 \uDBFF\uDFFD",
                "\u200B\u200D zero width \u2028 \u2029 \uFEFF",
                "</script>\"'\\ %00 $ {} ${jndi:ldap://x}",
                "\uFFFD \uFDD0 \uE000 ꙮ",
                "𝒳".repeat(280));

        for (String text : texts) {
            // When
            Tweet tweet = ada.post(text);

            // Then
            assertThat(tweet.text()).isEqualTo(text);
            Eventually.holds(
                    () -> assertThat(ada.home().item(tweet.id()).text()).isEqualTo(text));
            assertThat(ada.see(tweet).text()).isEqualTo(text);
        }
    }

    @Test
    void aChangedHandleAppearsInTimelinesThatAreThereAlready() {
        // Given
        Person ada = skein.knownPerson("ada");
        Person bob = skein.person("bob");
        Person reader = skein.person("reader");
        reader.follow(ada);
        reader.follow(bob);
        Tweet tweet = ada.post("Who am I?");
        Tweet other = bob.post("Pass me on, Ada");
        reader.unfollow(bob);
        ada.retweet(other);
        Eventually.holds(() -> assertThat(reader.home().ids()).contains(tweet.id(), other.id()));

        // When
        String handle = "new_" + ada.handle();
        ada.at(skein.ingest(), "PATCH", "/v1/users/me")
                .json(Map.of("handle", handle, "displayName", "Ada L. 👩‍💻"))
                .send()
                .expect(200);

        // Then
        Author renamed = new Author(ada.id(), handle, "Ada L. 👩‍💻");
        Eventually.holds(() -> {
            Home home = reader.home();
            assertThat(home.item(tweet.id()).author()).isEqualTo(renamed);
            assertThat(home.item(other.id()).retweetedBy()).isEqualTo(renamed);
            assertThat(ada.see(tweet).author()).isEqualTo(renamed);
            assertThat(ada.tweets().data()).extracting(Item::author).contains(renamed);
        });
        for (Api query : skein.queries()) {
            Eventually.holds(() -> assertThat(query.get("/v1/users/by-handle/" + handle.toUpperCase(Locale.ROOT))
                            .send()
                            .expect(200)
                            .json()
                            .path("id")
                            .asText())
                    .isEqualTo(ada.id()));
            Eventually.holds(() ->
                    query.get("/v1/users/by-handle/" + ada.handle()).send().expectProblem(404));
        }
        Eventually.within(Duration.ofSeconds(1), i -> {
            String name = "Ada " + i;
            ada.at(skein.ingest(), "PATCH", "/v1/users/me")
                    .json(Map.of("displayName", name))
                    .send()
                    .expect(200);
            Eventually.holds(
                    () -> assertThat(reader.home().item(tweet.id()).author().displayName())
                            .isEqualTo(name));
        });
    }
}
