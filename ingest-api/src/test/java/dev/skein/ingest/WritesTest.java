package dev.skein.ingest;

import static dev.skein.ingest.RunningIngest.field;
import static dev.skein.ingest.RunningIngest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.Id;
import dev.skein.ingest.RunningIngest.Person;
import dev.skein.schemas.activity.NotificationsRead;
import dev.skein.schemas.follow.Dismissal;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WritesTest {
    private static final long OLD_TWEET = Id.of(Id.EPOCH_MILLIS + 1_000_000, 1, 1, 9);

    private static RunningIngest ingest;
    private static Person ada;
    private static Person bob;

    @BeforeAll
    static void start() throws Exception {
        ingest = new RunningIngest(Map.of());
        ada = ingest.register("ada");
        bob = ingest.register("Bob");
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @AfterEach
    void allIsWellAgain() {
        ingest.query.answering(200);
        ingest.query.hanging(false);
        ingest.log.failing(false);
    }

    @Test
    void aTweetIsAnsweredAsItStandsInTheLog() throws Exception {
        String text = "Grüße an @BOB und @nobody_here: #Straße #c3 👩‍👩‍👧\n\t\u202eend";

        HttpResponse<String> response = ingest.post(
                ada,
                "{\"text\":%s,\"lang\":\"de\"}"
                        .formatted(dev.skein.http.Json.mapper().writeValueAsString(text)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode tweet = json(response);
        assertThat(response.headers().firstValue("Location"))
                .hasValue("/v1/tweets/" + tweet.get("id").textValue());
        assertThat(tweet.get("text").textValue()).isEqualTo(text);
        assertThat(tweet.at("/author/handle").textValue()).isEqualTo("ada");
        assertThat(tweet.at("/engagement/likes").intValue()).isZero();
        assertThat(tweet.at("/viewer/liked").booleanValue()).isFalse();
        TweetEvent event = ingest.log.last(TweetEvent.class);
        assertThat(event.getKind()).isEqualTo(TweetEventKind.POSTED);
        Tweet written = event.getTweet();
        assertThat(Long.toString(written.getId())).isEqualTo(tweet.get("id").textValue());
        assertThat(written.getVersion()).isEqualTo(written.getId());
        assertThat(written.getCreatedAt()).isEqualTo(Id.millis(written.getId()));
        assertThat(Id.shard(written.getId())).isEqualTo(Id.shard(ada.id()));
        assertThat(written.getText()).isEqualTo(text);
        assertThat(written.getHashtags()).containsExactly("Straße", "c3");
        assertThat(written.getMentions()).containsExactly(new Mention(bob.id(), "Bob"));
        assertThat(written.getAuthor().getVersion()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|text",
                "{'text':''}|text",
                "{'text':'a','inReplyTo':7}|inReplyTo",
                "{'text':'a','inReplyTo':'x'}|inReplyTo",
                "{'text':'a','quoteOf':'-1'}|quoteOf",
                "{'text':'a','lang':'en_US'}|lang",
                "{'text':'a','mediaIds':'x'}|mediaIds",
                "{'text':'a','mediaIds':[1]}|mediaIds",
                "{'text':'a','hashtags':[]}|hashtags",
                "{'text':'\\ud83d'}|text"
            })
    void aWrongFieldIsNamed(String body, String field) throws Exception {
        HttpResponse<String> response = ingest.post(ada, body.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(field(response)).isEqualTo(field);
    }

    @Test
    void aReplyKnowsWhomItAnswersAndAQuoteNeedsItsTweet() throws Exception {
        ingest.query.tweet(OLD_TWEET, bob.id());

        assertThat(ingest.post(
                                ada,
                                "{\"text\":\"a\",\"inReplyTo\":\"%d\",\"quoteOf\":\"%d\"}"
                                        .formatted(OLD_TWEET, OLD_TWEET))
                        .statusCode())
                .isEqualTo(201);

        Tweet reply = ingest.log.last(TweetEvent.class).getTweet();
        assertThat(reply.getInReplyTo()).isEqualTo(OLD_TWEET);
        assertThat(reply.getInReplyToAuthor()).isEqualTo(bob.id());
        assertThat(reply.getQuoteOf()).isEqualTo(OLD_TWEET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inReplyTo", "quoteOf"})
    void whatIsNotThereCannotBeAnswered(String field) throws Exception {
        for (String id : new String[] {"12345", "9223372036854775807"}) {
            HttpResponse<String> response = ingest.post(ada, "{\"text\":\"a\",\"%s\":\"%s\"}".formatted(field, id));

            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(field(response)).isEqualTo(field);
        }
    }

    @Test
    void withoutTheQueryApiWhatNeedsNoPermissionIsAccepted() throws Exception {
        for (Runnable trouble : new Runnable[] {() -> ingest.query.answering(503), () -> ingest.query.hanging(true)}) {
            trouble.run();

            assertThat(ingest.post(ada, "{\"text\":\"a\",\"inReplyTo\":\"12345\"}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(ingest.log.last(TweetEvent.class).getTweet().getInReplyToAuthor())
                    .isNull();
            assertThat(call("PUT", "/v1/tweets/12345/like")).isEqualTo(204);
            assertThat(ingest.log.last(ReactionEvent.class).getAuthorId()).isNull();
            assertThat(call("PUT", "/v1/tweets/12345/retweet")).isEqualTo(204);
            assertThat(call("PUT", "/v1/users/" + bob.id() + "/follow")).isEqualTo(204);

            HttpResponse<String> edit = ingest.send("PATCH", "/v1/tweets/12345", ada.token(), "{\"text\":\"b\"}");
            assertThat(edit.statusCode()).isEqualTo(503);
            assertThat(edit.headers().firstValue("Retry-After")).isPresent();
            assertThat(call("DELETE", "/v1/tweets/12345")).isEqualTo(503);
        }
    }

    @Test
    void whatWasJustPostedCanBeEditedAndDeletedWithoutTheQueryApi() throws Exception {
        ingest.query.answering(503);
        String id = json(ingest.post(ada, "{\"text\":\"first #one\",\"lang\":\"en\"}"))
                .get("id")
                .textValue();

        HttpResponse<String> edited =
                ingest.send("PATCH", "/v1/tweets/" + id, ada.token(), "{\"text\":\"second #two\"}");
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(json(edited).get("editedAt").textValue()).isNotEmpty();
        Tweet written = ingest.log.last(TweetEvent.class).getTweet();
        assertThat(written.getHashtags()).containsExactly("two");
        assertThat(written.getLang()).isEqualTo("en");
        assertThat(written.getVersion()).isGreaterThan(written.getId());
        assertThat(Id.shard(written.getVersion())).isEqualTo(Id.shard(ada.id()));
        assertThat(ingest.send("PATCH", "/v1/tweets/" + id, bob.token(), "{\"text\":\"mine\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(ingest.send("DELETE", "/v1/tweets/" + id, bob.token(), null).statusCode())
                .isEqualTo(403);
        assertThat(ingest.send("PUT", "/v1/tweets/" + id + "/like", bob.token(), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(ingest.log.last(ReactionEvent.class).getAuthorId()).isEqualTo(ada.id());

        assertThat(call("DELETE", "/v1/tweets/" + id)).isEqualTo(204);
        TweetEvent deleted = ingest.log.last(TweetEvent.class);
        assertThat(deleted.getKind()).isEqualTo(TweetEventKind.DELETED);
        assertThat(deleted.getTweet().getText()).isEmpty();
        assertThat(deleted.getTweet().getHashtags()).isEmpty();
        assertThat(deleted.getTweet().getVersion()).isGreaterThan(written.getVersion());
        assertThat(call("DELETE", "/v1/tweets/" + id)).isEqualTo(404);
        assertThat(call("PUT", "/v1/tweets/" + id + "/like")).isEqualTo(404);
    }

    @Test
    void anOlderTweetIsEditedFromWhatTheQueryApiKnows() throws Exception {
        long id = OLD_TWEET + (1L << 22);
        ingest.query.tweet(id, ada.id());

        assertThat(ingest.send("PATCH", "/v1/tweets/" + id, ada.token(), "{\"text\":\"after\"}")
                        .statusCode())
                .isEqualTo(200);

        Tweet written = ingest.log.last(TweetEvent.class).getTweet();
        assertThat(written.getText()).isEqualTo("after");
        assertThat(written.getQuoteOf()).isEqualTo(77);
        assertThat(written.getCreatedAt()).isEqualTo(1_700_000_000_000L);
        assertThat(written.getAuthor().getHandle()).isEqualTo("ada");
    }

    @Test
    void whatIsNotThereOrNoIdIsNotFound() throws Exception {
        for (String id : new String[] {"12345", "x", "0", "-1", "9223372036854775807", "99999999999999999999"}) {
            assertThat(call("PUT", "/v1/tweets/" + id + "/like")).as(id).isEqualTo(404);
            assertThat(call("DELETE", "/v1/tweets/" + id + "/retweet")).as(id).isEqualTo(404);
            assertThat(call("DELETE", "/v1/tweets/" + id)).as(id).isEqualTo(404);
            assertThat(call("PUT", "/v1/users/" + id + "/follow")).as(id).isEqualTo(404);
        }
    }

    @Test
    void everyReactionIsWrittenAsWhatItIs() throws Exception {
        ingest.query.tweet(OLD_TWEET, bob.id());
        Map<String, ReactionEventKind> calls = Map.of(
                "PUT like", ReactionEventKind.LIKE,
                "DELETE like", ReactionEventKind.UNLIKE,
                "PUT dislike", ReactionEventKind.DISLIKE,
                "DELETE dislike", ReactionEventKind.UNDISLIKE);
        for (Map.Entry<String, ReactionEventKind> call : calls.entrySet()) {
            String[] parts = call.getKey().split(" ", -1);
            assertThat(call(parts[0], "/v1/tweets/" + OLD_TWEET + "/" + parts[1]))
                    .isEqualTo(204);

            ReactionEvent event = ingest.log.last(ReactionEvent.class);
            assertThat(event.getKind()).isEqualTo(call.getValue());
            assertThat(event.getUserId()).isEqualTo(ada.id());
            assertThat(event.getTweetId()).isEqualTo(OLD_TWEET);
            assertThat(event.getAuthorId()).isEqualTo(bob.id());
        }
        assertThat(call("PUT", "/v1/tweets/" + OLD_TWEET + "/retweet")).isEqualTo(204);
        RetweetEvent retweet = ingest.log.last(RetweetEvent.class);
        assertThat(call("DELETE", "/v1/tweets/" + OLD_TWEET + "/retweet")).isEqualTo(204);
        RetweetEvent undone = ingest.log.last(RetweetEvent.class);
        assertThat(retweet.getKind()).isEqualTo(RetweetEventKind.RETWEETED);
        assertThat(undone.getKind()).isEqualTo(RetweetEventKind.UNDONE);
        assertThat(undone.getId()).isGreaterThan(retweet.getId());
        assertThat(Id.shard(retweet.getId())).isEqualTo(Id.shard(ada.id()));
    }

    @Test
    void everyRelationIsWrittenAsWhatItIs() throws Exception {
        Map<String, FollowEventKind> calls = Map.of(
                "PUT follow", FollowEventKind.FOLLOW,
                "DELETE follow", FollowEventKind.UNFOLLOW,
                "PUT block", FollowEventKind.BLOCK,
                "DELETE block", FollowEventKind.UNBLOCK,
                "PUT mute", FollowEventKind.MUTE,
                "DELETE mute", FollowEventKind.UNMUTE);
        for (Map.Entry<String, FollowEventKind> call : calls.entrySet()) {
            String[] parts = call.getKey().split(" ", -1);
            assertThat(call(parts[0], "/v1/users/" + bob.id() + "/" + parts[1])).isEqualTo(204);

            FollowEvent event = ingest.log.last(FollowEvent.class);
            assertThat(event.getKind()).isEqualTo(call.getValue());
            assertThat(event.getActorId()).isEqualTo(ada.id());
            assertThat(event.getTargetId()).isEqualTo(bob.id());
            assertThat(call(parts[0], "/v1/users/" + ada.id() + "/" + parts[1])).isEqualTo(422);
        }
    }

    @Test
    void theBlockedMayNotFollowLikeOrReplyWhereThatIsKnown() throws Exception {
        Person blocker = ingest.register();
        Person blocked = ingest.register();
        long tweet = OLD_TWEET + (2L << 22);
        ingest.query.tweet(tweet, blocker.id());
        ingest.query.blocked(blocked.id(), blocker.id());

        assertThat(ingest.send("PUT", "/v1/users/" + blocker.id() + "/follow", blocked.token(), null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(ingest.send("PUT", "/v1/tweets/" + tweet + "/like", blocked.token(), null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(ingest.post(blocked, "{\"text\":\"a\",\"inReplyTo\":\"%d\"}".formatted(tweet))
                        .statusCode())
                .isEqualTo(403);
        assertThat(ingest.send("DELETE", "/v1/users/" + blocker.id() + "/follow", blocked.token(), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(ingest.post(blocked, "{\"text\":\"a\",\"quoteOf\":\"%d\"}".formatted(tweet))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aRepeatedPostMakesOneTweet() throws Exception {
        String[] key = {"Idempotency-Key", "post-1"};
        ingest.log.failing(true);
        HttpResponse<String> failed = ingest.send("POST", "/v1/tweets", ada.token(), "{\"text\":\"once\"}", key);
        assertThat(failed.statusCode()).isEqualTo(503);
        long id = ingest.log.last(TweetEvent.class).getTweet().getId();
        ingest.log.failing(false);

        HttpResponse<String> repeated = ingest.send("POST", "/v1/tweets", ada.token(), "{ \"text\" : \"once\" }", key);
        assertThat(repeated.statusCode()).isEqualTo(201);
        assertThat(json(repeated).get("id").textValue()).isEqualTo(Long.toString(id));
        assertThat(ingest.log.last(TweetEvent.class).getTweet().getId()).isEqualTo(id);
        HttpResponse<String> again = ingest.send("POST", "/v1/tweets", ada.token(), "{\"text\":\"once\"}", key);
        assertThat(again.body()).isEqualTo(repeated.body());

        HttpResponse<String> other = ingest.send("POST", "/v1/tweets", ada.token(), "{\"text\":\"other\"}", key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(field(other)).isEqualTo("Idempotency-Key");
        assertThat(ingest.send("POST", "/v1/tweets", bob.token(), "{\"text\":\"other\"}", key)
                        .statusCode())
                .isEqualTo(201);
        assertThat(field(ingest.send(
                        "POST", "/v1/tweets", ada.token(), "{\"text\":\"a\"}", "Idempotency-Key", "with blank")))
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void tooManyWritesAreTooMany() throws Exception {
        try (RunningIngest limited = new RunningIngest(Map.of("skein.limits.writes-per-minute", "2"))) {
            Person person = limited.register();
            Person other = limited.register();

            assertThat(limited.post(person, "{\"text\":\"a\"}").statusCode()).isEqualTo(201);
            assertThat(limited.post(person, "{\"text\":\"a\"}").statusCode()).isEqualTo(201);
            HttpResponse<String> third = limited.post(person, "{\"text\":\"a\"}");

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            third.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 60);
            assertThat(limited.post(other, "{\"text\":\"a\"}").statusCode()).isEqualTo(201);
            assertThat(limited.send("GET", "/v1/users/me", person.token(), null).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void howFarOneHasReadIsWrittenDown() throws Exception {
        HttpResponse<String> response = read("{\"upTo\":\"" + OLD_TWEET + "\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        NotificationsRead read = ingest.log.last(NotificationsRead.class);
        assertThat(read.getUserId()).isEqualTo(ada.id());
        assertThat(read.getUpTo()).isEqualTo(OLD_TWEET);
    }

    @Test
    void nobodyHasReadWhatHasNotHappened() throws Exception {
        HttpResponse<String> future = read("{\"upTo\":\"" + Long.MAX_VALUE + "\"}");

        assertThat(future.statusCode()).isEqualTo(422);
        assertThat(field(future)).isEqualTo("upTo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"upTo\":\"0\"}", "{\"upTo\":\"x\"}", "{\"upTo\":7}", "{\"upTo\":null}"})
    void whatIsNoPlaceInTheListIsRefused(String body) throws Exception {
        HttpResponse<String> response = read(body);

        assertThat(response.statusCode()).as(body).isEqualTo(400);
        assertThat(field(response)).isEqualTo("upTo");
    }

    @Test
    void whomOneDoesNotWantSuggestedIsWrittenDown() throws Exception {
        assertThat(call("DELETE", "/v1/suggestions/" + bob.id())).isEqualTo(204);
        Dismissal dismissal = ingest.log.last(Dismissal.class);
        assertThat(dismissal.getUserId()).isEqualTo(ada.id());
        assertThat(dismissal.getDismissedId()).isEqualTo(bob.id());

        assertThat(call("DELETE", "/v1/suggestions/" + ada.id())).isEqualTo(422);
        assertThat(call("DELETE", "/v1/suggestions/" + OLD_TWEET)).isEqualTo(404);
        assertThat(call("DELETE", "/v1/suggestions/x")).isEqualTo(404);
    }

    private static HttpResponse<String> read(String body) throws Exception {
        return ingest.send("PUT", "/v1/notifications/read", ada.token(), body);
    }

    @Test
    void everyDocumentedCallIsThere() throws Exception {
        JsonNode document = json(ingest.send("GET", "/openapi.json", null, null));

        assertThat(document.at("/info/title").textValue()).isEqualTo("Skein ingest API");
        int calls = 0;
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                HttpResponse<String> response = ingest.send(
                        method, path.getKey().replace("{id}", "1"), null, method.startsWith("P") ? "[" : null);
                assertThat(response.statusCode())
                        .as(method + " " + path.getKey())
                        .isNotIn(405, 500, 501);
                calls++;
            }
        }
        // 5 of accounts, keys, 3 of tweets, 6 reactions, 6 relations, 3 of the operator's, 3 that every API has, and
        // media, suggestions, notifications, commands.
        assertThat(calls).isEqualTo(34);
    }

    private static int call(String method, String path) throws Exception {
        return ingest.send(method, path, ada.token(), null).statusCode();
    }
}
