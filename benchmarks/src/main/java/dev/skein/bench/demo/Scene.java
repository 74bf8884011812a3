package dev.skein.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.bench.client.Answer;
import dev.skein.bench.client.Api;
import dev.skein.bench.client.Batch;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import dev.skein.bench.console.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Registers the cast and lets it talk. What is said is the same each time, only the ids differ. */
final class Scene {
    /** Someone who is logged in. */
    record Player(Cast.Person person, long id, Credential session) {}

    /** Everybody's: for a demonstration on one's own machine it is no secret. */
    static final String PASSWORD = "skein-demo";

    /** By them it is seen whether all have been here before. */
    private static final int FIRST = 3;

    private static final int TWEETS = 200;
    private static final int REPLIES = 80;
    private static final int QUOTES = 30;
    private static final int RETWEETS = 150;
    private static final int LIKES = 400;
    private static final int IN_FLIGHT = 8;

    private final HttpLoop loop;
    private final Api api;
    private final PrintStream out;
    private final SplittableRandom random = new SplittableRandom(50);
    private final List<Player> players = new ArrayList<>();
    private final List<Long> tweets = new ArrayList<>();

    Scene(HttpLoop loop, Api api, PrintStream out) {
        this.loop = loop;
        this.api = api;
        this.out = out;
    }

    /**
     * Registers everybody, or finds them there, and logs them in.
     *
     * @return whether they have talked before; then only the first are logged in
     */
    boolean enter() {
        List<Cast.Person> people = Cast.people();
        try (Progress progress = Progress.start("people", "registered and logged in", people.size(), out)) {
            for (Cast.Person person : people) {
                if (players.size() == FIRST && players.stream().anyMatch(this::hasTalked)) {
                    return true;
                }
                players.add(enter(person));
                progress.step();
            }
        }
        return false;
    }

    private Player enter(Cast.Person person) {
        Answer registered = loop.call(api.register(person.handle(), person.email(), PASSWORD, person.displayName()));
        if (!registered.ok() && registered.status() != 409) {
            throw new CallFailedException("registering @" + person.handle(), registered);
        }
        Answer login = loop.call(api.logIn(person.handle(), PASSWORD));
        if (login.status() == 401) {
            throw new CallFailedException(
                    "There is a @" + person.handle() + " here who is not ours: this needs an empty system.");
        } else if (!login.ok()) {
            throw new CallFailedException("logging in @" + person.handle(), login);
        }
        JsonNode session = Json.tree(login);
        long id = session.path("user").path("id").asLong();
        return new Player(person, id, Credential.bearer(session.path("token").asText()));
    }

    private boolean hasTalked(Player player) {
        Answer page = loop.call(api.tweetsOf(player.id(), 1, null));
        return page.ok() && !Json.ids(page).isEmpty();
    }

    /** Lets them follow each other and talk. */
    void play() {
        follow();
        say();
    }

    /** The first of those who are there. */
    List<Player> players() {
        return List.copyOf(players);
    }

    /** Follows along the alphabet and some at random; the first few are followed by nearly everybody. */
    private void follow() {
        List<Request> calls = new ArrayList<>();
        for (int follower = 0; follower < players.size(); follower++) {
            Credential who = players.get(follower).session();
            for (int followee : Cast.others(follower, players.size()).toArray()) {
                if (random.nextInt(100) < (followee < 5 ? 80 : 20)) {
                    calls.add(api.follow(who, players.get(followee).id()));
                }
            }
        }
        make("follows", calls, false);
    }

    private void say() {
        List<Request> originals = new ArrayList<>();
        for (int i = 0; i < TWEETS; i++) {
            originals.add(api.post(anyone(), Cast.saying(i), 0, 0, null));
        }
        make("tweets", originals, true);
        List<Request> answers = new ArrayList<>();
        for (int i = 0; i < REPLIES; i++) {
            answers.add(api.post(anyone(), Cast.reply(i), anyTweet(), 0, null));
        }
        for (int i = 0; i < QUOTES; i++) {
            answers.add(api.post(anyone(), Cast.quote(i), 0, anyTweet(), null));
        }
        make("replies and quotes", answers, true);
        List<Request> reactions = new ArrayList<>();
        for (int i = 0; i < RETWEETS; i++) {
            reactions.add(api.retweet(anyone(), anyTweet()));
        }
        for (int i = 0; i < LIKES; i++) {
            reactions.add(api.like(anyone(), anyTweet()));
        }
        make("retweets and likes", reactions, false);
    }

    private void make(String what, List<Request> calls, boolean posts) {
        try (Progress progress = Progress.start(what, "made", calls.size(), out)) {
            Batch.run(loop, what, calls.size(), IN_FLIGHT, calls::get, (call, answer) -> {
                if (posts) {
                    tweets.add(Json.id(answer));
                }
                progress.step();
            });
        }
    }

    private Credential anyone() {
        return players.get(random.nextInt(players.size())).session();
    }

    /** Old tweets are reacted to more often: the first of all is the talk of the town. */
    private long anyTweet() {
        return tweets.get(Math.min(random.nextInt(tweets.size()), random.nextInt(tweets.size())));
    }
}
