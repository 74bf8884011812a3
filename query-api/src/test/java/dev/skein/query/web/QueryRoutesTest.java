package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static dev.skein.query.web.World.CAROL;
import static dev.skein.query.web.World.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.query.web.TestApi.Answer;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.ReactionKind;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.store.UserCounts;
import dev.skein.schemas.trend.Trend;
import dev.skein.schemas.trend.Trends;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryRoutesTest {
    private final FakeStores stores = World.people(new FakeStores());
    private final TestApi api = new TestApi(stores);

    @AfterEach
    void stop() {
        api.close();
        assertThat(stores.iteratorsOpen()).isZero();
    }

    private static List<String> texts(Answer answer) {
        List<String> texts = new ArrayList<>();
        answer.body().path("data").forEach(item -> texts.add(item.path("text").asText()));
        return texts;
    }

    private static List<String> handles(Answer answer) {
        List<String> handles = new ArrayList<>();
        answer.body()
                .path("data")
                .forEach(user -> handles.add(user.path("handle").asText()));
        return handles;
    }

    @Test
    void aTweetHasTheNamesOfNowItsCountsAndTheViewersMarks() {
        long tweet = World.post(stores, 5_000, ALICE, "hello 👋🏽");
        stores.put(Stores.ENGAGEMENT, tweet, new Engagement(3L, 1L, 2L, 0L, 0L));
        stores.put(Stores.REACTIONS, new IdPair(BOB, tweet), reaction(ReactionKind.LIKE));

        JsonNode asBob = api.getAs(BOB, "/v1/tweets/" + tweet).body();

        assertThat(asBob.toString())
                .isEqualTo(("{'id':'" + tweet + "','author':{'id':'" + ALICE
                                + "','handle':'alice','displayName':'alice now'},'text':'hello 👋🏽','lang':'en',"
                                + "'createdAt':'2024-01-01T00:00:05.000Z','editedAt':null,'inReplyTo':null,'quoteOf':null,"
                                + "'hashtags':['World'],'mentions':[{'id':'" + BOB + "','handle':'bob'}],'media':[],"
                                + "'engagement':{'likes':3,'dislikes':1,'retweets':2,'replies':0,'quotes':0},"
                                + "'viewer':{'liked':true,'disliked':false,'retweeted':false}}")
                        .replace('\'', '"'));
        assertThat(api.get("/v1/tweets/" + tweet).body().path("viewer").isNull())
                .isTrue();
    }

    @Test
    void countsAndMarksThatDoNotComeAreNullAndThePageStands() {
        long tweet = World.post(stores, 5_000, ALICE, "hello");
        stores.lose(Stores.ENGAGEMENT).lose(Stores.REACTIONS);

        Answer answer = api.getAs(BOB, "/v1/tweets/" + tweet);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("engagement").isNull()).isTrue();
        assertThat(answer.body().path("viewer").isNull()).isTrue();
    }

    @Test
    void anAuthorsTimelineLeadsBackThroughTweetsAndRetweets() {
        long first = World.post(stores, 5_000, ALICE, "first");
        long gone = World.post(stores, 6_000, ALICE, "gone");
        World.post(stores, 7_000, ALICE, "second");
        long bobs = World.post(stores, 5_500, BOB, "by bob");
        World.delete(stores, gone, ALICE);
        stores.put(Stores.AUTHOR_TIMELINES, new IdPair(ALICE, World.id(8_000, 100)), bobs);

        Answer page = api.get("/v1/users/" + ALICE + "/tweets?limit=2");
        Answer rest = api.get("/v1/users/" + ALICE + "/tweets?limit=2&cursor="
                + page.body().path("next").asText());

        assertThat(texts(page)).containsExactly("by bob", "second");
        JsonNode retweet = page.body().path("data").get(0);
        assertThat(retweet.path("retweetedBy").path("handle").asText()).isEqualTo("alice");
        assertThat(retweet.path("author").path("handle").asText()).isEqualTo("bob");
        assertThat(page.body().path("data").get(1).path("retweetedBy").isNull()).isTrue();
        assertThat(texts(rest)).containsExactly("first");
        assertThat(rest.body().path("next").isNull()).isTrue();
        assertThat(rest.body().path("data").get(0).path("id").asText()).isEqualTo(Long.toString(first));
    }

    @Test
    void aPersonIsFoundByIdAndByHandleInAnyCase() {
        stores.put(Stores.USER_COUNTS, ALICE, new UserCounts(7L, 2L, 40L));

        JsonNode byId = api.get("/v1/users/" + ALICE).body();
        JsonNode byHandle = api.get("/v1/users/by-handle/ALICE").body();

        assertThat(byId.toString())
                .isEqualTo(("{'id':'" + ALICE + "','handle':'alice','displayName':'alice now','bio':'bio of alice',"
                                + "'createdAt':'2024-01-01T00:00:01.000Z','lastSeen':null,'followers':7,'following':2,'tweets':40}")
                        .replace('\'', '"'));
        assertThat(byHandle).isEqualTo(byId);
        assertThat(api.get("/v1/users/" + BOB).body().path("tweets").asLong(-1)).isZero();
    }

    @Test
    void peopleSeeWhenTheyWereLastHereWhereverThatWasAndNobodyElseDoes() {
        stores.put(Stores.LAST_SEEN, ALICE, 1_800_000_000_000L);

        assertThat(api.getAs(ALICE, "/v1/users/" + ALICE)
                        .body()
                        .path("lastSeen")
                        .asText())
                .isEqualTo("2027-01-15T08:00:00.000Z");
        assertThat(api.getAs(BOB, "/v1/users/" + ALICE).body().path("lastSeen").isNull())
                .isTrue();
        assertThat(api.getAs(BOB, "/v1/users/" + BOB).body().path("lastSeen").isNull())
                .isTrue();
        stores.lose(Stores.LAST_SEEN);
        assertThat(api.getAs(ALICE, "/v1/users/" + ALICE).status()).isEqualTo(200);
    }

    @Test
    void followersAndFollowingAreThoseWhoFollowNow() {
        stores.put(Stores.FOLLOWERS, new IdPair(ALICE, BOB), 1L);
        stores.put(Stores.FOLLOWERS, new IdPair(ALICE, CAROL), 1L);
        stores.put(Stores.FOLLOWERS, new IdPair(ALICE, NOBODY), 1L);
        stores.put(Stores.RELATIONS, new IdPair(ALICE, BOB), new Relation(0L, true, false, false, 0L));
        stores.put(Stores.RELATIONS, new IdPair(ALICE, CAROL), new Relation(9L, false, false, false, 0L));

        assertThat(handles(api.get("/v1/users/" + ALICE + "/followers"))).containsExactly("carol", "bob");
        assertThat(handles(api.get("/v1/users/" + ALICE + "/following"))).containsExactly("carol");
        JsonNode relation =
                api.get("/internal/v1/relations/" + ALICE + "/" + CAROL).body();
        assertThat(relation.toString())
                .isEqualTo("{\"following\":true,\"blocking\":false,\"blockedBy\":false,\"muting\":false}");
    }

    @Test
    void repliesLikesAndRetweetsStandUnderATweet() {
        long tweet = World.post(stores, 5_000, ALICE, "hello");
        long reply = World.post(stores, 6_000, BOB, "hi");
        stores.put(Stores.REPLIES, new IdPair(tweet, reply), BOB);
        stores.put(Stores.LIKERS, new IdPair(tweet, World.id(7_000, 1)), CAROL);
        stores.put(Stores.LIKERS, new IdPair(tweet, World.id(8_000, 2)), BOB);
        stores.put(Stores.RETWEETERS, new IdPair(tweet, World.id(7_000, 1)), BOB);
        stores.put(Stores.REACTIONS, new IdPair(CAROL, tweet), reaction(ReactionKind.LIKE));
        stores.put(Stores.REACTIONS, new IdPair(CAROL, reply), reaction(ReactionKind.DISLIKE));

        assertThat(texts(api.get("/v1/tweets/" + tweet + "/replies"))).containsExactly("hi");
        assertThat(handles(api.get("/v1/tweets/" + tweet + "/likes"))).containsExactly("bob", "carol");
        assertThat(handles(api.get("/v1/tweets/" + tweet + "/retweets"))).containsExactly("bob");
        assertThat(texts(api.getAs(CAROL, "/v1/users/me/likes"))).containsExactly("hello");
    }

    private static Reaction reaction(ReactionKind kind) {
        return new Reaction(kind, 1L, 0L, null, true);
    }

    @Test
    void aPageOfLikesDoesNotPassAMillionDislikes() {
        long tweet = World.post(stores, 5_000, ALICE, "hello");
        stores.put(Stores.REACTIONS, new IdPair(CAROL, tweet), reaction(ReactionKind.LIKE));
        for (int i = 0; i < 3_000; i++) {
            stores.put(
                    Stores.REACTIONS, new IdPair(CAROL, tweet + (1L << 22) * (i + 1)), reaction(ReactionKind.DISLIKE));
        }

        int pages = 1;
        JsonNode page = api.getAs(CAROL, "/v1/users/me/likes").body();
        while (!page.path("next").isNull()) {
            assertThat(page.path("data")).isEmpty();
            pages++;
            page = api.getAs(
                            CAROL,
                            "/v1/users/me/likes?cursor=" + page.path("next").asText())
                    .body();
        }

        assertThat(page.path("data")).hasSize(1);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void trendsAreThoseOfAWindow() {
        stores.put(
                Stores.TRENDS,
                "1h",
                new Trends("1h", 0L, "", List.of(new Trend("Java", 5L, 3L, 1.5), new Trend("kafka", 1L, 1L, 0.5))));

        assertThat(api.get("/v1/trends?limit=1").body().toString())
                .isEqualTo(
                        "{\"window\":\"1h\",\"data\":[{\"hashtag\":\"Java\",\"uses\":5,\"authors\":3,\"score\":1.5}]}");
        assertThat(api.get("/v1/trends?window=24h").body().path("data")).isEmpty();
        stores.put(Stores.TRENDS, "24h/pt", new Trends("24h", 0L, "pt", List.of(new Trend("gol", 1L, 1L, 1.0))));
        assertThat(api.get("/v1/trends?window=24h&lang=PT-br").body().path("data"))
                .hasSize(1);
        assertThat(api.get("/v1/trends?window=24h&lang=tlh").body().path("data"))
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsA404() {
        long deleted = World.post(stores, 5_000, ALICE, "gone");
        World.delete(stores, deleted, ALICE);

        for (String path : List.of(
                "/v1/tweets/" + deleted,
                "/v1/tweets/" + deleted + "/replies",
                "/v1/tweets/" + deleted + "/likes",
                "/v1/tweets/" + World.id(9_000, 1),
                "/internal/v1/tweets/" + deleted,
                "/v1/tweets/012",
                "/v1/tweets/-5",
                "/v1/tweets/99999999999999999999",
                "/v1/tweets/" + Long.MAX_VALUE,
                "/v1/tweets/%F0%9F%91%8B",
                "/v1/users/" + NOBODY,
                "/v1/users/" + NOBODY + "/tweets",
                "/v1/users/" + NOBODY + "/followers",
                "/v1/users/" + NOBODY + "/following",
                "/v1/users/by-handle/nobody",
                "/v1/users/by-handle/not-a-handle",
                "/v1/users/by-handle/%7C",
                "/v1/nothing")) {
            Answer answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void badInputNamesTheField() {
        String home = "/v1/timelines/home";
        String tweets = "/v1/users/" + ALICE + "/tweets";
        Map<String, String> bad = Map.of(
                home + "?limit=0",
                "limit",
                home + "?limit=101",
                "limit",
                home + "?limit=ten",
                "limit",
                home + "?cursor=abc",
                "cursor",
                tweets + "?limit=-1",
                "limit",
                tweets + "?cursor=%00",
                "cursor",
                "/v1/trends?window=2h",
                "window",
                "/v1/trends?limit=1&limit=2",
                "limit",
                "/v1/trends?lang=%3F",
                "lang");

        bad.forEach((path, field) -> {
            Answer answer = api.getAs(ALICE, path);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.body().path("errors").get(0).path("field").asText())
                    .as(path)
                    .isEqualTo(field);
        });
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        for (int i = 0; i < 3; i++) {
            World.post(stores, 5_000 + i, ALICE, "tweet " + i);
            World.post(stores, 5_000 + i, BOB, "tweet " + i);
        }
        String next = api.get("/v1/users/" + ALICE + "/tweets?limit=1")
                .body()
                .path("next")
                .asText();

        assertThat(api.get("/v1/users/" + ALICE + "/tweets?cursor=" + next).status())
                .isEqualTo(200);
        assertThat(api.get("/v1/users/" + BOB + "/tweets?cursor=" + next).status())
                .isEqualTo(400);
    }

    @Test
    void tokensAreAskedForWhereNeededAndMustBeGoodWhereGiven() {
        assertThat(api.get("/v1/timelines/home").status()).isEqualTo(401);
        assertThat(api.get("/v1/users/me/likes").status()).isEqualTo(401);
        Answer wrong = api.send(api.request("/v1/users/" + ALICE)
                .header("Authorization", "Bearer forged")
                .build());
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void aMovingStoreIsA503AndNeverAnEmptyPage() {
        stores.lose(Stores.AUTHOR_TIMELINES).lose(Stores.TIMELINES);

        for (String path : List.of("/v1/users/" + ALICE + "/tweets", "/v1/timelines/home")) {
            Answer answer = api.getAs(ALICE, path);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void theContractIsInOpenApi() {
        JsonNode paths = api.get("/openapi.json").body().path("paths");

        assertThat(paths.fieldNames())
                .toIterable()
                .contains("/v1/timelines/home", "/v1/users/{id}", "/v1/tweets/{id}/replies", "/v1/trends");
    }
}
