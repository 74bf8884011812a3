package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.query.archive.Archive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An author's timeline that begins in the stores and goes on in the archive. */
class ArchiveTest {
    private final FakeStores stores = World.people(new FakeStores());
    private final NavigableSet<Long> archived = new TreeSet<>(Collections.reverseOrder());
    private int asked;

    private final Archive archive = (author, before, count) -> {
        asked++;
        return archived.tailSet(before, false).stream().limit(count).toList();
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 100})
    void thePagesOfBothHoldEachEntryOnce(int limit) {
        // Given tweets, some passed on, some deleted; the older tweets in the archive alone, some in both
        Random random = new Random(limit);
        List<Long> expected = new ArrayList<>();
        long left = 0;
        for (int i = 0; i < 60; i++) {
            long at = 10_000L + i;
            if (i % 7 == 3) {
                long retweet = World.id(at, Id.shard(ALICE));
                stores.put(
                        Stores.AUTHOR_TIMELINES, new IdPair(ALICE, retweet), World.post(stores, 1_000 + at, BOB, "b"));
                expected.add(0, retweet);
                continue;
            }
            long tweet = World.id(at, Id.shard(ALICE));
            boolean listed = i >= 35;
            if (listed || random.nextInt(5) == 0) {
                World.post(stores, at, ALICE, "a" + i);
            } else {
                World.keep(stores, tweet, ALICE);
            }
            if (!listed) {
                left = tweet;
            }
            archived.add(tweet);
            if (random.nextInt(6) == 0) {
                World.delete(stores, tweet, ALICE);
            } else {
                expected.add(0, tweet);
            }
        }
        stores.put(Stores.ARCHIVED, ALICE, left);

        // When all pages are read
        List<Long> shown = new ArrayList<>();
        try (TestApi api = new TestApi(stores, archive)) {
            String cursor = "";
            do {
                TestApi.Answer page = api.get("/v1/users/" + ALICE + "/tweets?limit=" + limit + cursor);
                assertThat(page.status()).isEqualTo(200);
                for (JsonNode item : page.body().path("data")) {
                    long id = item.path("id").asLong();
                    shown.add(item.path("retweetedBy").isNull() ? id : retweetOf(id));
                }
                cursor = page.body().path("next").isNull()
                        ? ""
                        : "&cursor=" + page.body().path("next").asText();
            } while (!cursor.isEmpty());
        }

        // Then each is there once, the newest first
        assertThat(shown).isEqualTo(expected);
    }

    private long retweetOf(long tweet) {
        return World.id(Id.millis(tweet) - Id.EPOCH_MILLIS - 1_000, Id.shard(ALICE));
    }

    @Test
    void whoHasFewTweetsDoesNotNeedIt() {
        World.post(stores, 9_000, ALICE, "the only one");

        try (TestApi api = new TestApi(stores, archive)) {
            assertThat(api.get("/v1/users/" + ALICE + "/tweets").body().path("data"))
                    .hasSize(1);
        }
        assertThat(asked).isZero();
    }

    @Test
    void aPageThatNeedsItIsA503WithoutIt() {
        long listed = World.post(stores, 9_000, ALICE, "listed");
        stores.put(Stores.ARCHIVED, ALICE, listed - 1_000_000);

        try (TestApi api = new TestApi(stores)) {
            TestApi.Answer none = api.get("/v1/users/" + ALICE + "/tweets");
            assertThat(none.status()).isEqualTo(503);
            assertThat(none.header("Retry-After")).isNotNull();
        }
    }
}
