package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static dev.skein.query.web.World.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.user.Author;
import dev.skein.streams.home.Relations;
import dev.skein.streams.home.TimelineEntry;
import dev.skein.streams.home.Timelines;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.junit.jupiter.api.Test;

class HomeTimelineTest {
    /** Entries of everybody; those of people whom the reader does not follow are not shown. */
    private static final class FakeTimelines implements Timelines, StateStore {
        private final List<TimelineEntry> newestFirst = new ArrayList<>();

        @Override
        public List<TimelineEntry> page(long reader, long before, int limit, Relations relations) {
            return newestFirst.stream()
                    .filter(entry -> entry.id() < before)
                    .filter(entry -> {
                        Relation relation =
                                relations.to(entry.tweet().getAuthor().getId());
                        return relation != null && relation.getFollowedAt() > 0;
                    })
                    .limit(limit)
                    .toList();
        }

        @Override
        public boolean whole(long reader) {
            return true;
        }

        @Override
        public Size size() {
            return new Size(0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public String name() {
            return "timelines";
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {}

        @Override
        public void close() {}

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    @Test
    void aPageShowsWhatTheReaderFollowsNowAndLeadsOn() {
        FakeTimelines timelines = new FakeTimelines();
        for (int i = 5; i > 0; i--) {
            long author = i == 3 ? CAROL : BOB;
            timelines.newestFirst.add(new TimelineEntry(
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
}
