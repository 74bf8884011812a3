package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.skein.endtoend.Contract.Home;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Page;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.endtoend.Contract.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account, logged in. Calls that must succeed fail the test where they do not; calls that may not are made
 * through {@link #at}.
 *
 * @param password kept, to log in once more
 */
record Person(Skein skein, String id, String handle, String password, String token) {
    /** A call in this person's name. */
    Api.Call at(Api api, String method, String path) {
        return api.call(method, path).token(token);
    }

    private Answer write(String method, String path) {
        return patiently(at(skein.ingest(), method, path));
    }

    /** As clients do: who is told to come back a moment later does. Only for what may be asked twice. */
    private static Answer patiently(Api.Call call) {
        return Eventually.holds(
                call::send,
                answer -> assertThat(answer.status()).as(answer.body()).isNotEqualTo(503));
    }

    Tweet post(String text) {
        return post(Map.of("text", text));
    }

    Tweet reply(Tweet to, String text) {
        return post(Map.of("text", text, "inReplyTo", to.id()));
    }

    Tweet quote(Tweet quoted, String text) {
        return post(Map.of("text", text, "quoteOf", quoted.id()));
    }

    Tweet post(Map<String, ?> body) {
        return at(skein.ingest(), "POST", "/v1/tweets")
                .json(body)
                .send()
                .expect(201)
                .as(Tweet.class);
    }

    Tweet edit(Tweet tweet, String text) {
        return patiently(at(skein.ingest(), "PATCH", "/v1/tweets/" + tweet.id()).json(Map.of("text", text)))
                .expect(200)
                .as(Tweet.class);
    }

    void delete(Tweet tweet) {
        write("DELETE", "/v1/tweets/" + tweet.id()).expect(204);
    }

    void like(Tweet tweet) {
        write("PUT", "/v1/tweets/" + tweet.id() + "/like").expect(204);
    }

    void unlike(Tweet tweet) {
        write("DELETE", "/v1/tweets/" + tweet.id() + "/like").expect(204);
    }

    void dislike(Tweet tweet) {
        write("PUT", "/v1/tweets/" + tweet.id() + "/dislike").expect(204);
    }

    void undislike(Tweet tweet) {
        write("DELETE", "/v1/tweets/" + tweet.id() + "/dislike").expect(204);
    }

    void retweet(Tweet tweet) {
        write("PUT", "/v1/tweets/" + tweet.id() + "/retweet").expect(204);
    }

    void undoRetweet(Tweet tweet) {
        write("DELETE", "/v1/tweets/" + tweet.id() + "/retweet").expect(204);
    }

    void follow(Person other) {
        write("PUT", "/v1/users/" + other.id() + "/follow").expect(204);
    }

    void unfollow(Person other) {
        write("DELETE", "/v1/users/" + other.id() + "/follow").expect(204);
    }

    void block(Person other) {
        write("PUT", "/v1/users/" + other.id() + "/block").expect(204);
    }

    void unblock(Person other) {
        write("DELETE", "/v1/users/" + other.id() + "/block").expect(204);
    }

    void mute(Person other) {
        write("PUT", "/v1/users/" + other.id() + "/mute").expect(204);
    }

    void unmute(Person other) {
        write("DELETE", "/v1/users/" + other.id() + "/mute").expect(204);
    }

    /** The newest of this person's home timeline. */
    Home home() {
        return home(skein.query());
    }

    Home home(Api query) {
        return home(query, 100, null);
    }

    Home home(Api query, int limit, @Nullable String cursor) {
        return patiently(at(
                        query,
                        "GET",
                        "/v1/timelines/home?limit=" + limit + (cursor == null ? "" : "&cursor=" + cursor)))
                .expect(200)
                .as(Home.class);
    }

    /** This person's whole home timeline, in pages of {@code limit}. */
    List<Item> wholeHome(int limit) {
        List<Item> items = new ArrayList<>();
        Home page = home(skein.query(), limit, null);
        items.addAll(page.data());
        while (page.next() != null) {
            page = home(skein.query(), limit, page.next());
            items.addAll(page.data());
        }
        return items;
    }

    /** A tweet, as this person sees it. */
    Tweet see(Tweet tweet) {
        return patiently(at(skein.query(), "GET", "/v1/tweets/" + tweet.id()))
                .expect(200)
                .as(Tweet.class);
    }

    /** What this person has posted and passed on, newest first. */
    Page<Item> tweets() {
        return tweets(skein.query());
    }

    Page<Item> tweets(Api query) {
        return patiently(at(query, "GET", "/v1/users/" + id + "/tweets?limit=100"))
                .expect(200)
                .as(new TypeReference<Page<Item>>() {});
    }

    /** This person as others see them, once change data capture has brought them. */
    User profile() {
        return patiently(skein.query().get("/v1/users/" + id)).expect(200).as(User.class);
    }

    /** A page of people under {@code path}. */
    Page<User> people(String path) {
        return patiently(at(skein.query(), "GET", path)).expect(200).as(new TypeReference<Page<User>>() {});
    }

    /** A page of tweets under {@code path}. */
    Page<Tweet> page(String path) {
        return patiently(at(skein.query(), "GET", path)).expect(200).as(new TypeReference<Page<Tweet>>() {});
    }

    /** Whether this person's home timeline holds the tweet. */
    Optional<Item> finds(Tweet tweet) {
        return home().data().stream()
                .filter(item -> item.id().equals(tweet.id()))
                .findFirst();
    }
}
