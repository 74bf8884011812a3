package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.App;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Owner;
import dev.skein.query.web.TestApi.Answer;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.UserCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private final List<TestApi> opened = new ArrayList<>();

    private TestApi open(FakeStores stores, Owner owner) {
        TestApi api = new TestApi(stores, (store, partition) -> owner, (time, source) -> true);
        opened.add(api);
        return api;
    }

    @AfterEach
    void stop() {
        opened.forEach(TestApi::close);
    }

    private static FakeStores stores() {
        return World.people(new FakeStores());
    }

    private static Owner self() {
        return new Owner(TestApi.SELF, List.of());
    }

    /** An address at which nobody listens. */
    private static Instance nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Instance("127.0.0.1", socket.getLocalPort());
        }
    }

    @Test
    void anyInstanceAnswersForTheOwner() {
        TestApi owner = open(stores(), self());
        TestApi other = open(new FakeStores(), new Owner(owner.address(), List.of()));

        Answer answer = other.get("/v1/users/" + ALICE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("handle").asText()).isEqualTo("alice");
        assertThat(other.get("/v1/users/" + World.NOBODY).status()).isEqualTo(404);
        assertThat(other.get("/v1/users/by-handle/Bob").body().path("id").asText())
                .isEqualTo(Long.toString(BOB));
    }

    @Test
    void cursorsAndTokensGoWithTheRequest() {
        FakeStores stores = stores();
        for (int i = 0; i < 3; i++) {
            World.post(stores, 5_000 + i, ALICE, "tweet " + i);
        }
        TestApi owner = open(stores, self());
        TestApi other = open(new FakeStores(), new Owner(owner.address(), List.of()));

        Answer first = other.getAs(BOB, "/v1/users/" + ALICE + "/tweets?limit=2");
        Answer second = owner.getAs(
                BOB,
                "/v1/users/" + ALICE + "/tweets?limit=2&cursor="
                        + first.body().path("next").asText());

        assertThat(first.body().path("data")).hasSize(2);
        assertThat(first.body().path("data").get(0).path("viewer").path("liked").asBoolean(true))
                .isFalse();
        assertThat(second.body().path("data")).hasSize(1);
    }

    @Test
    void aForwardedRequestIsNotForwardedAgain() {
        TestApi owner = open(stores(), self());
        TestApi wrong = open(new FakeStores().lose(Stores.USERS), new Owner(owner.address(), List.of()));

        Answer answer = wrong.send(wrong.request("/v1/users/" + ALICE + "/tweets")
                .header(Forwarding.HOP, "1")
                .build());

        // Its timeline store is asked here; the person is looked up where they are.
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("data")).isEmpty();
    }

    @Test
    void twoThatTakeEachOtherForTheOwnerDoNotLoop() throws IOException {
        FakeStores nothing = new FakeStores().lose(Stores.AUTHOR_TIMELINES).lose(Stores.USERS);
        TestApi second = open(nothing, new Owner(nobody(), List.of()));
        TestApi first = open(nothing, new Owner(second.address(), List.of()));

        assertThat(first.get("/v1/users/" + ALICE + "/tweets").status()).isEqualTo(503);
    }

    @Test
    void aCopyAnswersWhereTheOwnerIsDeadAndSaysHowOldItIs() throws IOException {
        TestApi standby = open(stores().lagging(120), new Owner(nobody(), List.of(TestApi.SELF)));

        Answer answer = standby.get("/v1/users/" + ALICE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(Forwarding.LAG)).isEqualTo("120");
    }

    @Test
    void aCopyElsewhereAnswersToo() throws IOException {
        TestApi standby = open(stores().lagging(80), self());
        TestApi other = open(new FakeStores(), new Owner(nobody(), List.of(standby.address())));

        Answer answer = other.get("/v1/users/" + ALICE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(Forwarding.LAG)).isEqualTo("80");
    }

    @Test
    void anOwnerThatIsStillRestoringMakesWayForACopy() {
        TestApi restoring = open(
                new FakeStores()
                        .lose(Stores.AUTHOR_TIMELINES)
                        .lose(Stores.USERS)
                        .lose(Stores.TWEETS),
                self());
        FakeStores stores = stores();
        World.post(stores, 5_000, ALICE, "kept");
        TestApi standby = open(stores.lagging(80), new Owner(restoring.address(), List.of(TestApi.SELF)));

        Answer answer = standby.get("/v1/users/" + ALICE + "/tweets");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("data")).hasSize(1);
    }

    @Test
    void whereNobodyAnswersItIsA503() throws IOException {
        TestApi api = open(new FakeStores(), new Owner(nobody(), List.of()));

        Answer answer = api.get("/v1/users/" + ALICE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void countsOfOtherShardsComeInOneCallPerInstance() {
        FakeStores counting = new FakeStores();
        TestApi counts = open(counting, self());
        FakeStores stores = stores();
        TestApi authors = new TestApi(
                stores,
                (store, partition) -> store.app() == App.ENGAGEMENT ? new Owner(counts.address(), List.of()) : self(),
                (time, source) -> true);
        opened.add(authors);
        long tweet = World.post(stores, 5_000, ALICE, "hello");
        counting.put(Stores.ENGAGEMENT, tweet, new Engagement(4L, 0L, 0L, 0L, 0L));
        counting.put(Stores.RETWEETED, new IdPair(BOB, tweet), 17L);
        counting.put(Stores.USER_COUNTS, ALICE, new UserCounts(1L, 2L, 3L));

        // What is shown beside a page has a deadline, which the first call and a busy machine may miss.
        await().untilAsserted(() -> {
            JsonNode shown =
                    authors.getAs(BOB, "/v1/users/" + ALICE + "/tweets").body().at("/data/0");
            assertThat(shown.at("/engagement/likes").asLong()).isEqualTo(4);
            assertThat(shown.at("/viewer/retweeted").asBoolean()).isTrue();
        });
        assertThat(authors.get("/v1/users/" + ALICE).body().path("tweets").asLong())
                .isEqualTo(3);
    }

    @Test
    void aTweetThatIsNotThereIsNotDeniedByACopyOrByOneThatIsBehind() {
        TestApi copy = open(stores().lagging(80), self());
        TestApi behind = new TestApi(stores(), (store, partition) -> self(), (time, source) -> false);
        opened.add(behind);

        assertThat(copy.get("/v1/tweets/" + World.id(9_000, 1)).status()).isEqualTo(503);
        assertThat(behind.get("/internal/v1/tweets/" + World.id(9_000, 1)).status())
                .isEqualTo(503);
    }
}
