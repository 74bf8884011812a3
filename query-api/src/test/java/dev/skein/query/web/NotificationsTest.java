package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static dev.skein.query.web.World.CAROL;
import static dev.skein.query.web.World.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.DeedKey;
import dev.skein.catalog.Id;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.query.web.TestApi.Answer;
import dev.skein.schemas.notification.NotificationKind;
import dev.skein.schemas.store.Inbox;
import dev.skein.schemas.store.NotificationGroup;
import dev.skein.schemas.store.NotificationGroups;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
    private final FakeStores stores = World.people(new FakeStores());
    private final TestApi api = new TestApi(stores);
    private final long now = System.currentTimeMillis();

    @AfterEach
    void close() {
        api.close();
        assertThat(stores.iteratorsOpen()).isZero();
    }

    @Test
    void groupsComeNewestFirstWithNamesAndTweets() {
        long tweet = World.post(stores, 10, ALICE, "hello");
        told(NotificationKind.FOLLOW, 0, group(1, 1, CAROL));
        told(NotificationKind.LIKE, tweet, group(2, 12, BOB, CAROL), group(5, 1, CAROL));
        stores.put(Stores.INBOXES, ALICE, new Inbox(place(5), place(2), 3));

        JsonNode page = get("").body();

        assertThat(page.path("unread").asInt()).isEqualTo(1);
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(texts(page, "kind")).containsExactly("like", "like", "follow");
        assertThat(texts(page, "read")).containsExactly("false", "true", "true");
        JsonNode older = page.path("data").get(1);
        assertThat(older.path("id").asText()).isEqualTo(Long.toString(place(2)));
        assertThat(older.path("actors"))
                .extracting(actor -> actor.path("handle").asText())
                .containsExactly("bob", "carol");
        assertThat(older.path("others").asInt()).isEqualTo(10);
        assertThat(older.path("tweet").path("text").asText()).isEqualTo("hello");
        assertThat(page.path("data").get(2).path("tweet").isNull()).isTrue();
    }

    @Test
    void whatIsGoneIsNeitherShownNorCounted() {
        long deleted = World.post(stores, 10, BOB, "regretted");
        World.delete(stores, deleted, BOB);
        told(NotificationKind.REPLY, deleted, group(1, 1, BOB));
        told(NotificationKind.FOLLOW, 0, group(2, 1, NOBODY), group(3, 0), group(4, 2, NOBODY, BOB));

        JsonNode page = get("").body();

        assertThat(page.path("data")).hasSize(1);
        assertThat(page.path("data").get(0).path("actors")).hasSize(1);
        assertThat(page.path("unread").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsOlderThanThirtyDaysIsNotShown() {
        long old = Id.first(now - Duration.ofDays(31).toMillis());
        told(NotificationKind.FOLLOW, 0, new NotificationGroup(old, old, 1, List.of(BOB)));

        assertThat(get("").body().path("data")).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheyEndedThoughGroupsMoveUp() {
        told(
                NotificationKind.FOLLOW,
                0,
                IntStream.rangeClosed(1, 5).mapToObj(i -> group(i, 1, BOB)).toArray(NotificationGroup[]::new));
        JsonNode first = get("?limit=2").body();
        told(
                NotificationKind.FOLLOW,
                0,
                group(1, 1, BOB),
                group(2, 1, BOB),
                group(3, 1, BOB),
                group(4, 1, BOB),
                group(9, 2, CAROL, BOB));

        JsonNode second = get("?limit=2&cursor=" + first.path("next").asText()).body();
        JsonNode third = get("?limit=2&cursor=" + second.path("next").asText()).body();

        assertThat(texts(first, "id")).containsExactly(id(5), id(4));
        assertThat(texts(second, "id")).containsExactly(id(3), id(2));
        assertThat(texts(third, "id")).containsExactly(id(1));
        assertThat(third.path("next").isNull()).isTrue();
    }

    @Test
    void moreThanAHundredUnreadAreAHundred() {
        told(
                NotificationKind.FOLLOW,
                0,
                IntStream.rangeClosed(1, 130).mapToObj(i -> group(i, 1, BOB)).toArray(NotificationGroup[]::new));

        assertThat(get("?limit=1").body().path("unread").asInt()).isEqualTo(100);
    }

    @Test
    void everybodyReadsTheirOwn() {
        told(NotificationKind.FOLLOW, 0, group(1, 1, BOB));
        String cursor = cursorOfAlice();

        assertThat(api.getAs(BOB, "/v1/notifications").body().path("data")).isEmpty();
        assertThat(api.getAs(BOB, "/v1/notifications?cursor=" + cursor).status())
                .isEqualTo(400);
        assertThat(api.get("/v1/notifications").status()).isEqualTo(401);
    }

    @Test
    void whileThePartitionMovesNobodyIsToldThatThereIsNothing() {
        stores.lose(Stores.NOTIFICATION_GROUPS);

        assertThat(get("").status()).isEqualTo(503);
    }

    private String cursorOfAlice() {
        told(NotificationKind.FOLLOW, 0, group(1, 1, BOB), group(2, 1, BOB));
        return get("?limit=1").body().path("next").asText();
    }

    private Answer get(String query) {
        return api.getAs(ALICE, "/v1/notifications" + query);
    }

    private long place(int number) {
        return Id.first(now - 10_000 + number);
    }

    private String id(int number) {
        return Long.toString(place(number));
    }

    private NotificationGroup group(int number, int count, long... actors) {
        return new NotificationGroup(
                place(number),
                place(number),
                count,
                Arrays.stream(actors).boxed().toList());
    }

    private void told(NotificationKind kind, long tweet, NotificationGroup... groups) {
        stores.put(
                Stores.NOTIFICATION_GROUPS, DeedKey.group(ALICE, kind, tweet), new NotificationGroups(List.of(groups)));
    }

    private static List<String> texts(JsonNode page, String field) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }
}
