package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.endtoend.Contract.User;
import dev.skein.http.testing.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens reaches streams at both instances, whichever holds the timeline; commands go the other way. */
@ExtendWith(RunningSystem.class)
final class StreamsIT {
    private final Skein skein;

    StreamsIT(Skein skein) {
        this.skein = skein;
    }

    private static void follows(Person reader, Person... authors) {
        for (Person author : authors) {
            reader.follow(author);
        }
        // By those who fan out: what is posted before they know is brought later, and told as a change of the whole.
        for (Person author : authors) {
            Eventually.holds(() -> assertThat(reader.people("/v1/users/" + author.id() + "/followers")
                            .data())
                    .extracting(User::id)
                    .contains(reader.id()));
        }
    }

    /** A stream that is open: what happens from now on is told. */
    private static Socket stream(Api query, Person viewer, String parameters) {
        Socket stream = Socket.open(query.address("ws", "/v1/stream" + parameters), viewer.token());
        assertThat(stream.next().at("/event").asText()).isEqualTo("open");
        return stream;
    }

    /** What a stream has told, oldest first, once it has told {@code last}. */
    private static List<String> itemsUpTo(Socket stream, String last) {
        List<String> items = new ArrayList<>();
        while (!items.contains(last)) {
            JsonNode event = stream.next();
            if (event.at("/event").asText().equals("item")) {
                items.add(event.at("/data/id").asText());
            }
        }
        return items;
    }

    @Test
    @SuppressWarnings("try") // Whoever leaves does so in the middle.
    void streamsTellWhatSuccessivePagesShow() {
        // Given a reader with a stream at each instance, who sometimes goes away
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Person reader = skein.person("reader");
        List<Person> authors = skein.people("author", "author", "author");
        follows(reader, authors.toArray(Person[]::new));
        Person stranger = skein.person("stranger");
        List<Socket> streams = new ArrayList<>();
        for (Api query : skein.queries()) {
            streams.add(stream(query, reader, ""));
        }
        List<Tweet> tweets = new ArrayList<>();
        List<String> told = new ArrayList<>();
        String last = "";
        try (Socket leaving = stream(skein.query(), reader, "")) {
            // When
            for (int i = 0; i < 40; i++) {
                Person author = authors.get(random.nextInt(authors.size()));
                switch (tweets.isEmpty() ? 0 : random.nextInt(5)) {
                    case 1 -> author.retweet(tweets.get(random.nextInt(tweets.size())));
                    case 2 -> tweets.add(author.reply(tweets.get(random.nextInt(tweets.size())), "answer " + i));
                    case 3 -> author.reply(stranger.post("nobody's " + i), "to a stranger " + i);
                    default -> tweets.add(author.post("tweet " + i));
                }
                if (i == 20) {
                    JsonNode event = leaving.next();
                    told.add(event.at("/data/id").asText());
                    last = event.at("/id").asText();
                    leaving.close();
                }
            }
        }

        // Then pages show what was written, but for answers to people whom the reader does not follow
        List<String> posted = tweets.stream().map(Tweet::id).toList();
        Eventually.holds(() -> assertThat(reader.wholeHome(100).stream().map(Item::id))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(posted));

        // And so do streams: what stands there already is told before what is written now
        String end = reader.post("the end").id();
        List<String> shown = Stream.concat(posted.stream(), Stream.of(end)).toList();
        for (Socket stream : streams) {
            assertThat(itemsUpTo(stream, end))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(shown);
            stream.close();
        }
        try (Socket back = stream(skein.query(), reader, "?after=" + last)) {
            told.addAll(itemsUpTo(back, end));
            assertThat(told)
                    .as("seed %d, back", seed)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(shown);
        }
    }

    /** What a client knows that reads a stream, and sometimes goes away. */
    private static final class Listener {
        private final Map<String, Contract.Engagement> counts = new HashMap<>();
        private final Set<String> deeds = new TreeSet<>();
        private final Set<String> places = new HashSet<>();
        private final Person person;
        private final String show;
        private Socket socket;
        private String last;

        Listener(Api query, Person person, String show) {
            this.person = person;
            this.show = show;
            this.socket = Socket.open(query.address("ws", "/v1/stream?show=" + show), person.token());
            this.last = socket.next().at("/id").asText();
        }

        void comeBack(Api query) {
            socket = Socket.open(query.address("ws", "/v1/stream?show=" + show + "&after=" + last), person.token());
        }

        void next() {
            JsonNode event = socket.next();
            last = event.at("/id").asText(last);
            JsonNode data = event.at("/data");
            switch (event.at("/event").asText()) {
                case "engagement" ->
                    counts.put(
                            data.at("/id").asText(),
                            Json.read(data.at("/engagement").toString(), Contract.Engagement.class));
                case "notification" -> {
                    assertThat(places.add(data.at("/id").asText()))
                            .as("told once: %s", data)
                            .isTrue();
                    data.at("/actors")
                            .forEach(actor -> deeds.add(line(
                                    data.at("/kind").asText(),
                                    data.at("/tweet/id").asText(),
                                    actor.at("/id").asText())));
                }
                case "item", "open" -> {}
                default -> throw new AssertionError("not expected: " + event);
            }
        }
    }

    private static String line(String kind, String tweet, String actor) {
        return kind + " " + tweet + " " + actor;
    }

    /** The model: a set of deeds, and for each tweet five numbers. */
    @Test
    void streamsTellOfAllThatConcernsOneAndHowTheTweetsStandThatOneShows() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Person ada = skein.person("ada");
        Person critic = skein.person("critic");
        List<Person> people = skein.people("bob", "cem", "dan");
        people.forEach(skein::awaitKnown);
        List<Tweet> tweets = List.of(ada.post("one"), ada.post("two"));
        String show = tweets.get(0).id() + "," + tweets.get(1).id();
        long[][] counts = new long[tweets.size()][5];
        Set<String> deeds = new TreeSet<>();
        List<Listener> listeners = skein.queries().stream()
                .map(query -> new Listener(query, ada, show))
                .toList();
        Listener leaving = new Listener(skein.query(1), ada, show);

        // When
        for (int i = 0; i < 40; i++) {
            Person person = people.get(random.nextInt(people.size()));
            int which = random.nextInt(tweets.size());
            Tweet tweet = tweets.get(which);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    person.like(tweet);
                    counts[which][0] += deeds.add(line("like", tweet.id(), person.id())) ? 1 : 0;
                }
                case 2 -> {
                    if (random.nextBoolean()) {
                        critic.dislike(tweet);
                        counts[which][1] = 1;
                    } else {
                        critic.undislike(tweet);
                        counts[which][1] = 0;
                    }
                }
                case 3 -> {
                    person.retweet(tweet);
                    counts[which][2] += deeds.add(line("retweet", tweet.id(), person.id())) ? 1 : 0;
                }
                case 4 -> {
                    deeds.add(line("reply", person.reply(tweet, "answer " + i).id(), person.id()));
                    counts[which][3]++;
                }
                case 5 -> {
                    deeds.add(line("quote", person.quote(tweet, "look " + i).id(), person.id()));
                    counts[which][4]++;
                }
                case 6 -> {
                    person.follow(ada);
                    deeds.add(line("follow", "", person.id()));
                }
                default ->
                    deeds.add(
                            line("mention", person.post("hey @" + ada.handle()).id(), person.id()));
            }
            if (i == 15) {
                leaving.next();
                leaving.socket.close();
            } else if (i == 25) {
                leaving.comeBack(skein.query(2));
            }
        }

        // Then
        Map<String, Contract.Engagement> expected = new HashMap<>();
        for (int i = 0; i < counts.length; i++) {
            long[] of = counts[i];
            expected.put(tweets.get(i).id(), new Contract.Engagement(of[0], of[1], of[2], of[3], of[4]));
        }
        for (Listener listener :
                Stream.concat(listeners.stream(), Stream.of(leaving)).toList()) {
            while (!listener.deeds.containsAll(deeds) || !listener.counts.equals(expected)) {
                listener.next();
            }
            assertThat(listener.deeds).as("seed %d", seed).isEqualTo(deeds);
            listener.socket.close();
        }
    }

    /** The next event of a kind. */
    private static JsonNode next(Socket stream, String kind) {
        JsonNode event = stream.next();
        while (!event.at("/event").asText().equals(kind)) {
            event = stream.next();
        }
        return event;
    }

    @Test
    void commandsAreDoneInTheirOrder() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        List<Tweet> tweets = List.of(ada.post("one"), ada.post("two"), ada.post("three"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] thoughts = {"", "", ""};

        // When nobody waits for an answer
        int count = 120;
        try (Socket commands = Socket.open(skein.ingest().address("ws", "/v1/commands"), bob.token())) {
            for (int i = 0; i < count; i++) {
                int which = random.nextInt(tweets.size());
                String thought = random.nextBoolean() ? "like" : "dislike";
                boolean undone = random.nextInt(3) == 0;
                commands.send("{\"ref\":\"%d\",\"method\":\"%s\",\"path\":\"/v1/tweets/%s/%s\"}"
                        .formatted(
                                i, undone ? "DELETE" : "PUT", tweets.get(which).id(), thought));
                thoughts[which] = undone ? thoughts[which].replaceFirst("^" + thought + "$", "") : thought;
            }

            // Then they are answered in their order
            for (int i = 0; i < count; i++) {
                JsonNode answer = commands.next();
                assertThat(answer.at("/ref").asText()).isEqualTo(Integer.toString(i));
                assertThat(answer.at("/status").asInt()).isEqualTo(204);
            }
        }

        // And it is as if they had been done one after the other
        for (int i = 0; i < thoughts.length; i++) {
            Tweet tweet = tweets.get(i);
            Contract.Engagement expected = new Contract.Engagement(
                    thoughts[i].equals("like") ? 1 : 0, thoughts[i].equals("dislike") ? 1 : 0, 0, 0, 0);
            Eventually.holds(() ->
                    assertThat(bob.see(tweet).engagement()).as("seed %d", seed).isEqualTo(expected));
        }
    }

    @Test
    void countsAndNotificationsAndCommandsAndTheEndOfASession() {
        Person ada = skein.person("ada");
        // Nobody is told of whoever is not known yet.
        Person bob = skein.knownPerson("bob");
        Person cleo = skein.knownPerson("cleo");
        Tweet tweet = ada.post("like me");
        String last = "";
        try (Socket stream = stream(skein.query(2), ada, "?show=" + tweet.id());
                Socket commands = Socket.open(skein.ingest().address("ws", "/v1/commands"), bob.token())) {
            // When
            commands.send("{\"ref\":\"1\",\"method\":\"PUT\",\"path\":\"/v1/tweets/%s/like\"}".formatted(tweet.id()));

            // Then
            assertThat(commands.next().at("/status").asInt()).isEqualTo(204);
            boolean counted = false;
            String told = "";
            while (!counted || told.isEmpty()) {
                JsonNode event = stream.next();
                counted |= event.at("/data/engagement/likes").asInt() == 1
                        && event.at("/data/id").asText().equals(tweet.id());
                told = event.at("/event").asText().equals("notification")
                        ? event.at("/data").toString()
                        : told;
                last = event.at("/id").asText(last);
            }
            assertThat(told).contains("\"kind\":\"like\"", tweet.id());

            // And that it says something else, and that it is gone, for nobody loads anew what they look at
            ada.edit(tweet, "do not like me");
            assertThat(next(stream, "edited").at("/data/text").asText()).isEqualTo("do not like me");
            Tweet another = ada.post("not for long");
            stream.send("{\"show\":[\"" + another.id() + "\"]}");
            Eventually.holds(() -> ada.delete(another));
            assertThat(next(stream, "removed").at("/data/id").asText()).isEqualTo(another.id());

            // And operators see that somebody is live
            Eventually.holds(() -> assertThat(skein.queries().stream()
                            .flatMapToDouble(query -> query.metric("kafka_stream_people_live{"))
                            .sum())
                    .isPositive());

            // And whoever was away is told what came meanwhile
            cleo.follow(ada);
            try (Socket back = stream(skein.query(1), ada, "?after=" + last)) {
                JsonNode event = back.next();
                assertThat(event.at("/event").asText()).isEqualTo("notification");
                assertThat(event.at("/data/kind").asText()).isEqualTo("follow");
            }

            // And when the session ends, at the instance that tells of it
            ada.at(skein.ingest(), "DELETE", "/v1/sessions/current").send().expect(204);
            assertThat(stream.closedWith()).isEqualTo(4401);
        }
    }
}
