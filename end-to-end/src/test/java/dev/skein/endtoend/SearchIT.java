package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.skein.endtoend.Contract.Page;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.endtoend.Contract.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Searching, over HTTP, from the topics by way of the real Connect and Elasticsearch. */
@ExtendWith(RunningSystem.class)
final class SearchIT {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Skein skein;
    private final String word = "zq" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), 36);

    SearchIT(Skein skein) {
        this.skein = skein;
        skein.awaitOuter();
    }

    @Test
    void aTweetIsFoundByItsWordsPhrasesHashtagsAuthorAndTimeUntilItIsDeleted() {
        Person ada = skein.knownPerson("ada");
        Person bob = skein.knownPerson("bob");
        Tweet first = ada.post("Grey <geese> fly " + word + " south #Geese");
        Tweet second = bob.post(word + " south they fly");

        found(word, second, first);
        found(word.toUpperCase(Locale.ROOT) + " fly", second, first);
        found("\"" + word + " south\"", second, first);
        found("\"fly " + word + "\"", first);
        found(word + " #geese", first);
        found(word + " nowhere");
        found(word + "&author=" + ada.handle(), first);
        found(word + "&author=" + bob.id(), second);
        found(word + "&until=" + first.created().plusMillis(1), first);
        found(word + "&since=" + first.created().plusMillis(1), second);
        found(word + "&since=" + Instant.now().plusSeconds(60));

        assertThat(skein.query()
                        .get("/v1/search/tweets?q=" + word + "&author=" + ada.id())
                        .send()
                        .expect(200)
                        .json()
                        .path("data")
                        .path(0)
                        .path("highlight")
                        .asText())
                .isEqualTo("Grey &lt;geese&gt; fly <em>" + word + "</em> south #Geese");

        ada.edit(first, "Nothing to be seen");
        found(word, second);
        bob.delete(second);
        found(word);
    }

    @Test
    void pagesByTimeAndByRelevanceHoldEachTweetOnce() {
        Person ada = skein.knownPerson("ada");
        List<String> posted = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            posted.add(0, ada.post((word + " ").repeat(1 + i % 3) + "no. " + i).id());
        }
        Eventually.holds(() -> assertThat(all(word, "newest")).isEqualTo(posted));
        assertThat(all(word, "relevance")).containsExactlyInAnyOrderElementsOf(posted);
    }

    private List<String> all(String q, String sort) {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            Page<Tweet> page = page("/v1/search/tweets?limit=3&sort=" + sort + "&q=" + q + next);
            page.data().forEach(tweet -> ids.add(tweet.id()));
            next = page.next() == null ? "" : "&cursor=" + page.next();
        } while (!next.isEmpty());
        return ids;
    }

    @Test
    void peopleAreFoundAsOneTypesAndUnderTheirNewHandleOnly() {
        Person ada = skein.knownPerson(word);
        String handle = "n" + word;

        Eventually.holds(() -> assertThat(people(word.substring(0, 9))).contains(ada.id()));
        ada.at(skein.ingest(), "PATCH", "/v1/users/me")
                .json(Map.of("handle", handle, "displayName", "Augusta K" + word))
                .send()
                .expect(200);

        Eventually.holds(() -> {
            assertThat(people(handle.substring(0, 10))).contains(ada.id());
            assertThat(people("@" + handle)).contains(ada.id());
            assertThat(people("augusta k" + word.substring(0, 6))).contains(ada.id());
            assertThat(people(word.substring(0, 9))).doesNotContain(ada.id());
        });
    }

    private List<String> people(String typed) {
        return skein
                .query()
                .get("/v1/search/users?q=" + encoded(typed))
                .send()
                .expect(200)
                .as(new TypeReference<Page<User>>() {})
                .data()
                .stream()
                .map(User::id)
                .toList();
    }

    @Test
    void whatIsPostedAndDeletedShowsWithinSeconds() {
        Person ada = skein.knownPerson("ada");
        // Whatever is done for the first time takes longer.
        found(word, ada.post(word));

        List<Tweet> tweets = new ArrayList<>();
        Eventually.within(SOON, i -> {
            tweets.add(ada.post("x" + i + word));
            found("x" + i + word, tweets.get(i));
        });
        while (tweets.size() < 3) {
            int i = tweets.size();
            tweets.add(ada.post("x" + i + word));
            found("x" + i + word, tweets.get(i));
        }
        Eventually.within(SOON, i -> {
            ada.delete(tweets.get(i));
            found("x" + i + word);
        });
    }

    private void found(String question, Tweet... tweets) {
        int end = question.indexOf('&');
        String q = end < 0
                ? encoded(question)
                : encoded(question.substring(0, end)) + question.substring(end).replace(":", "%3A");
        List<String> ids = Arrays.stream(tweets).map(Tweet::id).toList();
        Eventually.holds(() -> assertThat(page("/v1/search/tweets?q=" + q).data())
                .as(question)
                .extracting(Tweet::id)
                .isEqualTo(ids));
    }

    private Page<Tweet> page(String path) {
        return skein.query().get(path).send().expect(200).as(new TypeReference<Page<Tweet>>() {});
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
