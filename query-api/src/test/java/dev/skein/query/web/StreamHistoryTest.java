package dev.skein.query.web;

import static dev.skein.query.web.World.ALICE;
import static dev.skein.query.web.World.BOB;
import static dev.skein.query.web.World.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.http.testing.Socket;
import dev.skein.query.FakeStores;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Owner;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.Relation;
import dev.skein.streams.home.TimelineEntry;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams at instances that hold nothing, of a timeline that moves between two others, while clients come and go. */
class StreamHistoryTest {
    private static final int STEPS = 120;
    private static final int CLIENTS = 3;
    private static final long SHOWN = World.id(5_000, 7);
    /**
     * From one post to the next. For {@link dev.skein.query.live.StreamPosition}'s ten seconds it is remembered what was told: here they pass within a moment, but not while
     * something is on its way.
     */
    private static final int STEP_MILLIS = 100;
    /** Entries come so much out of order. */
    private static final int LATE_MILLIS = 2_000;

    private final FakeTimelines timelines = new FakeTimelines();
    private final FakeStores stores = new FakeStores()
            .put(Stores.TIMELINES, timelines)
            .put(Stores.ENGAGEMENT, SHOWN, likes(0))
            .put(Stores.RELATIONS, new IdPair(ALICE, BOB), new Relation(9L, false, false, false, 0L));

    /** What a client has read, and where it goes on. */
    private static final class Client {
        private final Set<Long> told = new HashSet<>();
        private @Nullable Socket socket;
        private String last = "";
        private int expectedFrom;
        private int likes;
    }

    /** The model: a list of what was posted; each client has read all of it behind where it began, and each once. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whoeverComesAndGoesAndWhereverTheTimelineLiesEachItemIsToldOnce(long seed) {
        Random random = new Random(seed);
        AtomicReference<Instance> at = new AtomicReference<>();
        List<Long> posted = new ArrayList<>();
        Map<Instance, TestApi> owners = new HashMap<>();
        int likes = 0;
        int postedBefore = 0;
        try (TestApi one = new TestApi(stores);
                TestApi two = new TestApi(stores);
                TestApi here = between(at);
                TestApi there = between(at)) {
            owners.put(one.address(), one);
            owners.put(two.address(), two);
            at.set(one.address());
            List<TestApi> reached = List.of(here, there);
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client());
            }
            for (int step = 0; step < STEPS; step++) {
                Client client = clients.get(random.nextInt(CLIENTS));
                TestApi owner = Objects.requireNonNull(owners.get(at.get()));
                switch (random.nextInt(12)) {
                    case 0 -> leave(client);
                    case 1, 2 -> come(client, reached.get(random.nextInt(2)), posted.size());
                    case 3 -> {
                        // Nothing moves there and back between two looks at the table: whoever is told of something
                        // that was posted here has looked.
                        if (posted.size() > postedBefore) {
                            clients.forEach(each -> read(each, posted, posted.size()));
                            postedBefore = posted.size();
                            at.set(random.nextBoolean() ? one.address() : two.address());
                        }
                    }
                    case 4 -> post(owner, step, random, CAROL);
                    case 5 -> {
                        Engagement counts = likes(++likes);
                        stores.put(Stores.ENGAGEMENT, SHOWN, counts);
                        byte[] told = TestApi.CODECS
                                .value(Topics.ENGAGEMENT)
                                .serializer()
                                .serialize(Topics.ENGAGEMENT.name(), counts);
                        reached.forEach(api -> api.tail.tell(Topics.ENGAGEMENT, SHOWN, told));
                    }
                    case 6, 7 -> read(client, posted, random.nextInt(4));
                    default -> posted.add(post(owner, step, random, BOB));
                }
            }

            // When all of them are back
            for (Client client : clients) {
                come(client, reached.get(random.nextInt(2)), posted.size());
                read(client, posted, posted.size());
                while (client.likes < likes) {
                    next(client);
                }
            }
            posted.add(post(Objects.requireNonNull(owners.get(at.get())), STEPS, random, BOB));

            // Then
            for (Client client : clients) {
                read(client, posted, 1);
                assertThat(client.told)
                        .as("seed %d", seed)
                        .containsExactlyInAnyOrderElementsOf(posted.subList(client.expectedFrom, posted.size()));
                assertThat(client.likes).isEqualTo(likes);
            }
            clients.forEach(StreamHistoryTest::leave);
        }
    }

    private static Engagement likes(long likes) {
        return new Engagement(likes, 0L, 0L, 0L, 0L);
    }

    private TestApi between(AtomicReference<Instance> at) {
        return new TestApi(
                new FakeStores(), (store, partition) -> new Owner(at.get(), List.of()), (time, source) -> true);
    }

    /** It enters the timeline of whoever follows the author; whoever holds it tells. */
    private long post(TestApi owner, int step, Random random, long author) {
        long millis = 100_000 + (long) STEP_MILLIS * step - random.nextInt(LATE_MILLIS);
        long id = Id.of(Id.EPOCH_MILLIS + millis, step % Id.SEQUENCES, 1, Id.shard(author));
        timelines.add(new TimelineEntry(id, World.tweet(id, author, "tweet " + step), null));
        var teller = owner.watch.teller(Id.partition(ALICE, 8));
        teller.entered(ALICE, id);
        teller.tell();
        return id;
    }

    private static void come(Client client, TestApi api, int posted) {
        if (client.socket == null) {
            String after = client.last.isEmpty() ? "" : "&after=" + client.last;
            client.socket = Socket.open(
                    URI.create("ws://" + api.address() + "/v1/stream?show=" + SHOWN + after), "user-" + ALICE);
            if (client.last.isEmpty()) {
                client.expectedFrom = posted;
            }
            JsonNode open = next(client);
            assertThat(open.at("/event").asText()).isEqualTo("open");
        }
    }

    private static void leave(Client client) {
        if (client.socket != null) {
            client.socket.close();
            client.socket = null;
        }
    }

    /** Reads some of what is on its way. */
    private static void read(Client client, List<Long> posted, int items) {
        int until = Math.min(client.told.size() + items, posted.size() - client.expectedFrom);
        while (client.socket != null && client.told.size() < until) {
            next(client);
        }
    }

    private static JsonNode next(Client client) {
        JsonNode event = Objects.requireNonNull(client.socket).next();
        client.last = event.at("/id").asText(client.last);
        switch (event.at("/event").asText()) {
            case "item" ->
                assertThat(client.told.add(event.at("/data/id").asLong()))
                        .as(event.toString())
                        .isTrue();
            case "engagement" ->
                client.likes = event.at("/data/engagement/likes").asInt();
            default -> assertThat(event.at("/event").asText()).isEqualTo("open");
        }
        return event;
    }
}
