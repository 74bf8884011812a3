package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.http.testing.Socket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who takes part how, as operators see it, and when one was last here. */
@ExtendWith(RunningSystem.class)
final class HowPeopleTakePartIT {
    private static final List<String> CLASSES = List.of("famous", "live", "active", "passive", "inactive");

    private final Skein skein;

    HowPeopleTakePartIT(Skein skein) {
        this.skein = skein;
    }

    /** By class, how many all instances know; empty where some do not say it yet, for they look for new gauges once a minute. */
    private Map<String, Long> people() {
        Map<String, Long> people = new TreeMap<>();
        int[] lines = new int[1];
        for (Api query : skein.queries()) {
            query.get("/metrics")
                    .send()
                    .expect(200)
                    .body()
                    .lines()
                    .forEach(line -> CLASSES.forEach(of -> {
                        if (line.startsWith("kafka_stream_people_" + of + "{")) {
                            lines[0]++;
                            people.merge(
                                    of,
                                    (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                                    Long::sum);
                        }
                    }));
        }
        return lines[0] == CLASSES.size() * Skein.PARTITIONS ? people : Map.of();
    }

    /** The model: who has posted, read, and has a stream open. */
    @Test
    void whoDoesWhatIsInTheClassThatItMakes() {
        // Given that nobody else does anything any more
        Map<String, Long> before = new HashMap<>();
        Awaitility.await()
                .atMost(Eventually.STUCK)
                .pollInterval(1_500, TimeUnit.MILLISECONDS)
                .until(() -> {
                    Map<String, Long> now = people();
                    boolean same = !now.isEmpty() && now.equals(before);
                    before.clear();
                    before.putAll(now);
                    return same;
                });
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Person> people = skein.people("a", "b", "c", "d", "e", "f", "g", "h");
        Map<Person, Socket> streams = new HashMap<>();
        List<Person> read = new ArrayList<>();
        List<Person> posted = new ArrayList<>();

        // When
        for (int i = 0; i < 20; i++) {
            Person person = people.get(random.nextInt(people.size()));
            Api query = skein.query(1 + random.nextInt(Skein.QUERY_INSTANCES));
            switch (random.nextInt(5)) {
                case 0 -> {
                    person.post("here I am");
                    posted.add(person);
                }
                case 1, 2 -> {
                    person.home(query);
                    read.add(person);
                }
                case 3 ->
                    streams.computeIfAbsent(
                            person, reader -> Socket.open(query.address("ws", "/v1/stream"), reader.token()));
                default -> {
                    Socket stream = streams.remove(person);
                    if (stream != null) {
                        // Whoever has had one open was here.
                        person.home(query);
                        read.add(person);
                        stream.close();
                    }
                }
            }
        }
        // Whoever has a stream open is told of within seconds; these do not wait.
        streams.keySet().forEach(person -> {
            person.home();
            read.add(person);
        });

        // Then
        Eventually.holds(() ->
                assertThat(people()).as("seed %d", seed).isEqualTo(expected(before, people, streams, read, posted)));

        // And when they close their streams
        streams.values().forEach(Socket::close);
        streams.clear();
        Eventually.holds(() -> assertThat(people())
                .as("seed %d, streams closed", seed)
                .isEqualTo(expected(before, people, streams, read, posted)));
    }

    private static Map<String, Long> expected(
            Map<String, Long> before,
            List<Person> people,
            Map<Person, Socket> streams,
            List<Person> read,
            List<Person> posted) {
        Map<String, Long> expected = new TreeMap<>(before);
        for (Person person : people) {
            if (streams.containsKey(person)) {
                expected.merge("live", 1L, Long::sum);
            } else if (posted.contains(person)) {
                expected.merge("active", 1L, Long::sum);
            } else if (read.contains(person)) {
                expected.merge("passive", 1L, Long::sum);
            }
        }
        return expected;
    }

    @Test
    void peopleSeeWhenTheyWereLastHereAtEveryInstanceAndNobodyElseDoes() {
        // Given
        Person ada = skein.knownPerson("ada");
        Person bob = skein.person("bob");
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        // When
        ada.home();

        // Then
        for (Api query : skein.queries()) {
            Eventually.holds(() ->
                    assertThat(lastSeen(ada, query, "/v1/users/" + ada.id())).isAfterOrEqualTo(before));
            assertThat(bob.at(query, "GET", "/v1/users/" + ada.id())
                            .send()
                            .expect(200)
                            .json()
                            .path("lastSeen")
                            .isNull())
                    .isTrue();
        }
        Eventually.holds(
                () -> assertThat(lastSeen(ada, skein.ingest(), "/v1/users/me")).isAfterOrEqualTo(before));
    }

    private static Instant lastSeen(Person person, Api api, String path) {
        String told = person.at(api, "GET", path)
                .send()
                .expect(200)
                .json()
                .path("lastSeen")
                .asText("");
        return told.isEmpty() || told.equals("null") ? Instant.EPOCH : Instant.parse(told);
    }
}
