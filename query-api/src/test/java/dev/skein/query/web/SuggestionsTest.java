package dev.skein.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.schemas.store.Candidate;
import dev.skein.schemas.store.Candidates;
import dev.skein.schemas.store.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final long ME = World.ALICE;

    private final FakeStores stores = World.people(new FakeStores());
    private final TestApi api = new TestApi(stores);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whoeverIsFollowedByMostComesFirst() {
        suggested(candidate(1, 1), candidate(2, 3), candidate(3, 1));

        JsonNode page = get("").body();

        assertThat(handles(page)).containsExactly("person2", "person3", "person1");
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(page.path("data").get(0).path("followers").asLong()).isZero();
    }

    @Test
    void nobodyIsSuggestedWhomOneFollowsOrDoesNotWant() {
        suggested(candidate(1, 9), candidate(2, 8), candidate(3, 7), candidate(4, 6), candidate(5, 5), candidate(6, 1));
        relation(1, new Relation(5L, false, false, false, 0L));
        relation(2, new Relation(0L, true, false, false, 0L));
        relation(3, new Relation(0L, false, true, false, 0L));
        relation(4, new Relation(0L, false, false, true, 0L));
        stores.put(Stores.DISMISSED, new IdPair(ME, person(5)), 1L);

        assertThat(handles(get("").body())).containsExactly("person6");
    }

    @Test
    void whoHasLeftIsSuggestedToNobody() {
        suggested(candidate(1, 1), new Candidate(World.NOBODY, List.of(7L, 8L)));

        assertThat(handles(get("").body())).containsExactly("person1");
    }

    @Test
    void pagesHoldEachOnce() {
        Candidate[] all = LongStream.rangeClosed(1, 23)
                .mapToObj(i -> candidate((int) i, (int) (i % 4) + 1))
                .toArray(Candidate[]::new);
        suggested(all);
        for (int number = 1; number <= 23; number += 5) {
            relation(number, new Relation(5L, false, false, false, 0L));
        }
        List<String> whole = handles(get("?limit=100").body());

        List<String> pages = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get("?limit=4" + cursor).body();
            assertThat(page.path("data")).hasSizeBetween(1, 4);
            pages.addAll(handles(page));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());

        assertThat(whole).hasSize(18).doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(whole);
    }

    @Test
    void whoKnowsNobodyIsSuggestedNobody() {
        assertThat(get("").body().path("data")).isEmpty();
        assertThat(get("?cursor=elsewhere").status()).isEqualTo(400);
        assertThat(api.get("/v1/suggestions").status()).isEqualTo(401);
        stores.lose(Stores.CANDIDATES);
        assertThat(get("").status()).isEqualTo(503);
    }

    private TestApi.Answer get(String query) {
        return api.getAs(ME, "/v1/suggestions" + query);
    }

    private static long person(int number) {
        return World.id(2_000 + number, 5);
    }

    private Candidate candidate(int number, int score) {
        stores.put(Stores.USERS, person(number), World.user(person(number), "person" + number));
        return new Candidate(
                person(number), LongStream.rangeClosed(1, score).boxed().toList());
    }

    private void suggested(Candidate... candidates) {
        stores.put(Stores.CANDIDATES, ME, new Candidates(List.of(candidates)));
    }

    private void relation(int number, Relation relation) {
        stores.put(Stores.SUGGESTION_EDGES, new IdPair(ME, person(number)), relation);
    }

    private static List<String> handles(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(user -> user.path("handle").asText())
                .toList();
    }
}
