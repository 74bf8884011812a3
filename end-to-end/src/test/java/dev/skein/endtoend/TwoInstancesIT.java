package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.Id;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.http.testing.Socket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any query instance answers any request, and goes on doing so when another one dies. */
@ExtendWith(RunningSystem.class)
final class TwoInstancesIT {
    private static final int PEOPLE_MAX = 200;

    private final Skein skein;

    TwoInstancesIT(Skein skein) {
        this.skein = skein;
    }

    /** Somebody with a tweet, and a reader of theirs. */
    private record Pair(Person author, Person reader, Tweet tweet) {}

    /** A pair for every partition; the reader lives in another one than the author. */
    private List<Pair> everywhere() {
        Map<Integer, Person> byPartition = new HashMap<>();
        for (int i = 0; i < PEOPLE_MAX && byPartition.size() < Skein.PARTITIONS; i++) {
            Person person = skein.person("everywhere");
            byPartition.putIfAbsent(Id.partition(Long.parseLong(person.id()), Skein.PARTITIONS), person);
        }
        assertThat(byPartition).as("people by partition").hasSize(Skein.PARTITIONS);
        List<Pair> pairs = new ArrayList<>();
        for (int partition = 0; partition < Skein.PARTITIONS; partition++) {
            Person author = byPartition.get(partition);
            Person reader = byPartition.get((partition + Skein.PARTITIONS / 2) % Skein.PARTITIONS);
            assertThat(author).isNotNull();
            assertThat(reader).isNotNull();
            reader.follow(author);
            pairs.add(new Pair(author, reader, author.post("from partition " + partition)));
        }
        pairs.forEach(pair -> skein.awaitKnown(pair.author()));
        return pairs;
    }

    /** Every kind of question about a pair, each to be answered with what stands behind it. */
    private static Map<Api.Call, String> questions(Api query, Pair pair) {
        String author = pair.author().id();
        String tweet = pair.tweet().id();
        Map<Api.Call, String> questions = new HashMap<>();
        questions.put(query.get("/v1/users/" + author), "\"id\":\"" + author + "\"");
        questions.put(query.get("/v1/users/by-handle/" + pair.author().handle()), "\"id\":\"" + author + "\"");
        questions.put(query.get("/v1/users/" + author + "/tweets"), tweet);
        questions.put(
                query.get("/v1/users/" + author + "/followers"), pair.reader().id());
        questions.put(query.get("/v1/users/" + pair.reader().id() + "/following"), author);
        questions.put(query.get("/v1/tweets/" + tweet), pair.tweet().text());
        questions.put(query.get("/v1/tweets/" + tweet + "/replies"), "\"data\"");
        questions.put(query.get("/v1/tweets/" + tweet + "/likes"), "\"data\"");
        questions.put(pair.reader().at(query, "GET", "/v1/timelines/home"), tweet);
        questions.put(query.get("/v1/trends?window=1h"), "\"data\"");
        return questions;
    }

    private static void answersEverything(Api query, List<Pair> pairs) {
        for (Pair pair : pairs) {
            questions(query, pair).forEach((question, expected) -> {
                Answer answer = question.send();
                if (answer.status() == 503) {
                    assertThat(answer.header("Retry-After"))
                            .as("Retry-After of %s", answer.call())
                            .isNotEmpty();
                }
                if (answer.status() != 503 && answer.status() != 200) {
                    throw new WrongAnswerException(answer);
                }
                assertThat(answer.expect(200).body()).as(answer.call()).contains(expected);
            });
        }
    }

    /** Neither an answer nor "come back later": waiting does not make it right. */
    private static final class WrongAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongAnswerException(Answer answer) {
            super(answer.call() + " answered " + answer.status() + " " + answer.body());
        }
    }

    private static List<String> items(Socket stream, int count) {
        List<String> items = new ArrayList<>();
        while (items.size() < count) {
            JsonNode event = stream.next();
            if (event.at("/event").asText().equals("item")) {
                items.add(event.at("/data/id").asText());
            }
        }
        return items;
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void eachAnswersForTheOthersKeysAndForAllWhenOneWasKilled() throws IOException, InterruptedException {
        // Given
        List<Pair> pairs = everywhere();
        for (Api query : skein.queries()) {
            Eventually.holds(() -> answersEverything(query, pairs));
        }
        Api survivor = skein.query(1);

        List<Socket> streams = new ArrayList<>();
        for (Pair pair : pairs) {
            Socket stream = Socket.open(
                    survivor.address("ws", "/v1/stream"), pair.reader().token());
            assertThat(stream.next().at("/event").asText()).isEqualTo("open");
            streams.add(stream);
        }

        // When
        String victim = Skein.queryName(2);
        skein.kill(victim);
        try {
            // Then
            Eventually.holds(() -> answersEverything(survivor, pairs));
            List<Pair> later = new ArrayList<>();
            for (Pair pair : pairs) {
                Tweet tweet = pair.author().post("while one of them is dead");
                later.add(new Pair(pair.author(), pair.reader(), tweet));
            }
            Eventually.holds(() -> answersEverything(survivor, later));
            // And a stream goes on, wherever its timeline went
            for (int i = 0; i < streams.size(); i++) {
                try (Socket stream = streams.get(i)) {
                    // Readers are authors, too, and have their own tweets in their timelines.
                    Person reader = later.get(i).reader();
                    List<String> expected = later.stream()
                            .filter(pair -> pair.reader().equals(reader)
                                    || pair.author().equals(reader))
                            .map(pair -> pair.tweet().id())
                            .toList();
                    assertThat(items(stream, expected.size())).containsExactlyInAnyOrderElementsOf(expected);
                }
            }
        } finally {
            skein.restart(victim);
        }
        skein.awaitReady();
        for (Api query : skein.queries()) {
            Eventually.holds(() -> answersEverything(query, pairs));
            for (Pair pair : pairs) {
                assertThat(pair.author().tweets(query).data())
                        .extracting(Item::text)
                        .containsExactly(
                                "while one of them is dead", pair.tweet().text());
            }
        }
    }
}
