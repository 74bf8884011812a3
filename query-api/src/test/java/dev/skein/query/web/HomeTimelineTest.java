package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static dev.skein.query.web.World.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.user.Author;
import dev.skein.streams.home.TimelineEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTimelineTest {
    @Test
    void aPageShowsWhatTheReaderFollowsNowAndLeadsOn() {
        FakeTimelines timelines = new FakeTimelines();
        for (int i = 5; i > 0; i--) {
            long author = i == 3 ? CAROL : BOB;
            timelines.add(new TimelineEntry(
                    World.id(9_000 + i, 3),
                    World.tweet(World.id(5_000 + i, 7), author, "tweet " + i),
                    i == 5 ? new Author(CAROL, "carol", "Carol", 1L) : null));
        }
        FakeStores stores = new FakeStores().put(Stores.TIMELINES, timelines);
        stores.put(Stores.RELATIONS, new IdPair(ALICE, BOB), new Relation(9L, false, false, false, 0L));
        try (TestApi api = new TestApi(stores)) {
            JsonNode first = api.getAs(ALICE, "/v1/timelines/home?limit=3").body();
            JsonNode second = api.getAs(
                            ALICE,
                            "/v1/timelines/home?limit=3&cursor="
                                    + first.path("next").asText())
                    .body();

            assertThat(first.path("data").findValuesAsText("text")).containsExactly("tweet 5", "tweet 4", "tweet 2");
            assertThat(first.path("data")
                            .get(0)
                            .path("retweetedBy")
                            .path("handle")
                            .asText())
                    .isEqualTo("carol");
            assertThat(first.path("data")
                            .get(0)
                            .path("engagement")
                            .path("likes")
                            .asLong(-1))
                    .isZero();
            assertThat(first.path("rebuilding").asBoolean(true)).isFalse();
            assertThat(second.path("data").findValuesAsText("text")).containsExactly("tweet 1");
            assertThat(second.path("next").isNull()).isTrue();
            assertThat(api.getAs(BOB, "/v1/timelines/home").body().path("data")).isEmpty();
        }
    }

    @Test
    void countsComeFromMemoryAndWhereItDoesNotKnowThemFromTheStore() {
        long first = World.id(5_001, 7);
        long second = World.id(5_002, 7);
        FakeTimelines timelines = new FakeTimelines();
        timelines.add(new TimelineEntry(first, World.tweet(first, BOB, "first"), null));
        timelines.add(new TimelineEntry(second, World.tweet(second, BOB, "second"), null));
        FakeStores stores = new FakeStores()
                .put(Stores.TIMELINES, timelines)
                .put(Stores.COUNTS_IN_MEMORY, new FakeCounts(Map.of(first, new Engagement(3L, 0L, 0L, 0L, 0L))));
        stores.put(Stores.RELATIONS, new IdPair(ALICE, BOB), new Relation(9L, false, false, false, 0L));
        stores.put(Stores.ENGAGEMENT, second, new Engagement(4L, 0L, 0L, 0L, 0L));
        try (TestApi api = new TestApi(stores)) {
            JsonNode page = api.getAs(ALICE, "/v1/timelines/home").body();

            assertThat(page.at("/data/0/engagement/likes").asLong()).isEqualTo(4);
            assertThat(page.at("/data/1/engagement/likes").asLong()).isEqualTo(3);
        }
    }
}
