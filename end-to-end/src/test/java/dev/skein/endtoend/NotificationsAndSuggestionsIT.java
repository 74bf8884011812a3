package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.skein.endtoend.Contract.Author;
import dev.skein.endtoend.Contract.Notification;
import dev.skein.endtoend.Contract.Notifications;
import dev.skein.endtoend.Contract.Page;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.endtoend.Contract.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What concerns one: told once, in groups, until it was read or is undone. And whom one may want to follow. */
@ExtendWith(RunningSystem.class)
final class NotificationsAndSuggestionsIT {
    private final Skein skein;

    NotificationsAndSuggestionsIT(Skein skein) {
        this.skein = skein;
    }

    @Test
    void peopleWhoDoTheSameAreToldTogetherUntilItIsRead() {
        // Given
        List<Person> people = known("ada", "bob", "cem", "dan");
        Person ada = people.get(0);
        Person bob = people.get(1);
        Person cem = people.get(2);
        Person dan = people.get(3);
        Tweet tweet = ada.post("hello");
        bob.follow(ada);
        bob.like(tweet);
        bob.like(tweet);
        Tweet reply = bob.reply(tweet, "hello @" + ada.handle());
        cem.like(tweet);
        ada.like(tweet);

        // Then each query API tells it, once
        for (Api query : skein.queries()) {
            Eventually.holds(() -> {
                Notifications told = told(ada, query, "");
                assertThat(told.unread()).isEqualTo(3);
                assertThat(kinds(told)).containsExactlyInAnyOrder("follow", "like", "reply");
                assertThat(of(told, "like").actors())
                        .extracting(Author::id)
                        .containsExactlyInAnyOrder(cem.id(), bob.id());
                assertThat(of(told, "like").others()).isZero();
                assertThat(Objects.requireNonNull(of(told, "like").tweet()).text())
                        .isEqualTo("hello");
                assertThat(Objects.requireNonNull(of(told, "reply").tweet()).id())
                        .isEqualTo(reply.id());
                assertThat(of(told, "follow").tweet()).isNull();
            });
        }
        assertThat(told(bob, skein.query(), "").data()).isEmpty();

        // And page by page it is the same
        Notifications whole = told(ada, skein.query(), "");
        Notifications first = told(ada, skein.query(), "?limit=2");
        Notifications second = told(ada, skein.query(), "?limit=2&cursor=" + first.next());
        assertThat(Stream.concat(first.data().stream(), second.data().stream()).map(Notification::id))
                .isEqualTo(whole.data().stream().map(Notification::id).toList());
        assertThat(second.next()).isNull();

        // When it is read
        ada.at(skein.ingest(), "PUT", "/v1/notifications/read")
                .json(Map.of("upTo", whole.data().get(0).id()))
                .send()
                .expect(204);
        Eventually.holds(() -> assertThat(told(ada, skein.query(), "").unread()).isZero());

        // Then it grows no more, and what is undone is withdrawn
        dan.like(tweet);
        bob.unlike(tweet);
        bob.unfollow(ada);
        Eventually.holds(() -> bob.delete(reply));
        Eventually.holds(() -> {
            Notifications told = told(ada, skein.query(), "");
            assertThat(told.unread()).isEqualTo(1);
            assertThat(told.data()).extracting(Notification::read).containsExactly(false, true);
            assertThat(told.data())
                    .flatExtracting(Notification::actors)
                    .extracting(Author::id)
                    .containsExactly(dan.id(), cem.id());
        });

        // And whom she blocks she does not hear of, nor of what was done to a tweet that is gone
        ada.block(dan);
        Eventually.holds(() -> assertThat(told(ada, skein.query(), "").data()).hasSize(1));
        Eventually.holds(() -> ada.delete(tweet));
        Eventually.holds(() -> assertThat(told(ada, skein.query(), "").data()).isEmpty());
    }

    @Test
    void aRandomHistoryEndsAsAModelOfSetsSays() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        List<Person> people = known("ada", "bob", "cem", "dan");
        Map<Person, Set<String>> model = new HashMap<>();
        people.forEach(person -> model.put(person, new TreeSet<>()));
        Map<Tweet, Person> tweets = new HashMap<>();
        List<Tweet> order = new ArrayList<>();
        Set<Tweet> answered = new HashSet<>();
        Set<List<Person>> muted = new HashSet<>();
        people.forEach(person -> {
            Tweet tweet = person.post("first of " + person.handle());
            tweets.put(tweet, person);
            order.add(tweet);
        });
        Telling telling = (recipient, kind, tweet, actor) -> {
            if (!recipient.equals(actor) && !muted.contains(List.of(recipient, actor))) {
                Objects.requireNonNull(model.get(recipient)).add(line(kind, tweet, actor.id()));
            }
        };
        for (int i = 0; i < 80; i++) {
            Person actor = people.get(random.nextInt(people.size()));
            Person other = people.get(random.nextInt(people.size()));
            Tweet tweet = order.get(random.nextInt(order.size()));
            Person author = Objects.requireNonNull(tweets.get(tweet));
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    actor.like(tweet);
                    telling.told(author, "like", tweet, actor);
                }
                case 2 -> {
                    actor.dislike(tweet);
                    Objects.requireNonNull(model.get(author)).remove(line("like", tweet, actor.id()));
                }
                case 3 -> {
                    actor.retweet(tweet);
                    telling.told(author, "retweet", tweet, actor);
                }
                case 4 -> {
                    actor.undoRetweet(tweet);
                    Objects.requireNonNull(model.get(author)).remove(line("retweet", tweet, actor.id()));
                }
                case 5 -> {
                    if (!actor.equals(other)) {
                        actor.follow(other);
                        telling.told(other, "follow", null, actor);
                    }
                }
                case 6 -> {
                    if (!actor.equals(other)) {
                        actor.unfollow(other);
                        Objects.requireNonNull(model.get(other)).remove(line("follow", null, actor.id()));
                    }
                }
                case 7 -> {
                    Tweet reply = actor.reply(tweet, "well, @" + other.handle());
                    answered.add(tweet);
                    tweets.put(reply, actor);
                    order.add(reply);
                    telling.told(author, "reply", reply, actor);
                    if (!other.equals(author)) {
                        telling.told(other, "mention", reply, actor);
                    }
                }
                case 8 -> {
                    // An answer to a tweet that is deleted meanwhile may be told or not.
                    if (order.size() > 4 && !answered.contains(tweet)) {
                        Eventually.holds(() -> author.delete(tweet));
                        order.remove(tweet);
                        model.values().forEach(lines -> lines.removeIf(line -> line.contains(" " + tweet.id() + " ")));
                    }
                }
                default -> {
                    // Only now and then: soon nobody would hear of anybody.
                    if (!actor.equals(other) && random.nextInt(4) == 0) {
                        actor.mute(other);
                        muted.add(List.of(actor, other));
                        Objects.requireNonNull(model.get(actor)).removeIf(line -> line.endsWith(" " + other.id()));
                    }
                }
            }
        }

        for (Person person : people) {
            Eventually.holds(() -> {
                Notifications told = told(person, skein.query(), "?limit=100");
                Set<String> lines = new TreeSet<>();
                for (Notification each : told.data()) {
                    each.actors().forEach(actor -> lines.add(line(each.kind(), each.tweet(), actor.id())));
                }
                assertThat(lines)
                        .as("seed %d, what %s is told", seed, person.handle())
                        .isEqualTo(model.get(person));
                assertThat(told.unread()).isEqualTo(told.data().size());
            });
        }
    }

    /** Tells the model. */
    private interface Telling {
        void told(Person recipient, String kind, @Nullable Tweet tweet, Person actor);
    }

    private static String line(String kind, @Nullable Tweet tweet, String actor) {
        return kind + " " + (tweet == null ? "-" : tweet.id()) + " " + actor;
    }

    @Test
    void peopleAreSuggestedWhomOnesFolloweesFollow() {
        // Given people who follow each other at random
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        List<Person> people = known("ada", "bob", "cem", "dan", "eve");
        Set<List<Person>> follows = new HashSet<>();
        Set<List<Person>> unwanted = new HashSet<>();
        Set<List<Person>> blocked = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            Person actor = people.get(random.nextInt(people.size()));
            Person other = people.get(random.nextInt(people.size()));
            List<Person> edge = List.of(actor, other);
            if (actor.equals(other) || blocked.contains(edge)) {
                continue;
            }
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4, 5 -> {
                    actor.follow(other);
                    follows.add(edge);
                }
                case 6, 7 -> {
                    actor.unfollow(other);
                    follows.remove(edge);
                }
                case 8 -> {
                    // Few of these: soon nobody would be left.
                    if (unwanted.size() < 4) {
                        if (random.nextBoolean()) {
                            actor.mute(other);
                        } else {
                            actor.at(skein.ingest(), "DELETE", "/v1/suggestions/" + other.id())
                                    .send()
                                    .expect(204);
                        }
                        unwanted.add(edge);
                    }
                }
                default -> {
                    if (blocked.isEmpty()) {
                        actor.block(other);
                        List<List<Person>> bothWays = List.of(edge, List.of(other, actor));
                        blocked.addAll(bothWays);
                        unwanted.addAll(bothWays);
                        bothWays.forEach(follows::remove);
                    }
                }
            }
        }

        // Then each is suggested whom they do not follow, and most of their followees do, first
        for (Person person : people) {
            Map<String, Integer> expected = new HashMap<>();
            for (List<Person> first : follows) {
                for (List<Person> second : follows) {
                    Person candidate = second.get(1);
                    List<Person> edge = List.of(person, candidate);
                    if (first.get(0).equals(person)
                            && first.get(1).equals(second.get(0))
                            && !candidate.equals(person)
                            && !follows.contains(edge)
                            && !unwanted.contains(edge)) {
                        expected.merge(candidate.id(), 1, Integer::sum);
                    }
                }
            }
            List<String> inOrder = expected.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .thenComparing(entry -> Long.parseLong(entry.getKey()))
                            .reversed())
                    .map(Map.Entry::getKey)
                    .toList();
            for (Api query : skein.queries()) {
                Eventually.holds(() -> assertThat(suggested(person, query))
                        .as("seed %d, suggested to %s", seed, person.handle())
                        .isEqualTo(inOrder));
            }
        }
        skein.query().get("/v1/suggestions").send().expectProblem(401);
    }

    private List<Person> known(String... names) {
        List<Person> people = skein.people(names);
        people.forEach(skein::awaitKnown);
        return people;
    }

    private static List<String> suggested(Person person, Api query) {
        return person
                .at(query, "GET", "/v1/suggestions")
                .send()
                .expect(200)
                .as(new TypeReference<Page<User>>() {})
                .data()
                .stream()
                .map(User::id)
                .toList();
    }

    @Test
    void whatIsNoPlaceInTheListIsRefused() {
        Person ada = skein.person("ada");
        ada.at(skein.ingest(), "PUT", "/v1/notifications/read")
                .json(Map.of("upTo", "soon"))
                .send()
                .expectProblem(400, "upTo");
        ada.at(skein.query(), "GET", "/v1/notifications?cursor=elsewhere")
                .send()
                .expectProblem(400, "cursor");
        skein.query().get("/v1/notifications").send().expectProblem(401);
    }

    private static Notifications told(Person person, Api query, String parameters) {
        return person.at(query, "GET", "/v1/notifications" + parameters)
                .send()
                .expect(200)
                .as(Notifications.class);
    }

    private static List<String> kinds(Notifications told) {
        return told.data().stream().map(Notification::kind).toList();
    }

    private static Notification of(Notifications told, String kind) {
        return told.data().stream()
                .filter(each -> each.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + told));
    }
}
