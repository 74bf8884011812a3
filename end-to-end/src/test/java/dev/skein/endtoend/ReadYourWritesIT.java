package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Id;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Tweet;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Not there" is only said of what is not there. */
@ExtendWith(RunningSystem.class)
final class ReadYourWritesIT {
    private static final long AN_HOUR_MILLIS = 3_600_000;

    private final Skein skein;

    ReadYourWritesIT(Skein skein) {
        this.skein = skein;
    }

    @RepeatedTest(5)
    void whatWasPostedAMomentAgoCanBeLikedEditedAndDeleted() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");

        // When
        Tweet tweet = ada.post("now");
        bob.like(tweet);
        Tweet reply = bob.reply(tweet, "at once");
        ada.edit(tweet, "then");
        Tweet gone = ada.post("not for long");
        ada.delete(gone);

        // Then
        Eventually.holds(() -> {
            assertThat(ada.tweets().data()).extracting(Item::text).containsExactly("then");
            assertThat(ada.see(tweet).engagement()).isEqualTo(new Contract.Engagement(1, 0, 0, 1, 0));
            assertThat(bob.see(reply).inReplyTo()).isEqualTo(tweet.id());
        });
    }

    @Test
    void whatWasDeletedCanNoLongerBeEditedOrLiked() {
        // Given
        Person ada = skein.person("ada");
        Tweet tweet = ada.post("short");

        // When
        ada.delete(tweet);

        // Then
        Eventually.holds(() -> {
            ada.at(skein.ingest(), "PATCH", "/v1/tweets/" + tweet.id())
                    .json(Map.of("text", "again"))
                    .send()
                    .expectProblem(404);
            ada.at(skein.ingest(), "PUT", "/v1/tweets/" + tweet.id() + "/like")
                    .send()
                    .expectProblem(404);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"like", "dislike", "retweet"})
    void aTweetThatNeverWasIsNotFound(String deed) {
        // Given
        Person ada = skein.person("ada");
        long posted = Long.parseLong(ada.post("real").id());
        long neverWas = Id.of(Id.millis(posted) - AN_HOUR_MILLIS, 3, Id.worker(posted), Id.shard(posted));
        long future = Id.of(Id.millis(posted) + AN_HOUR_MILLIS, 3, Id.worker(posted), Id.shard(posted));

        for (long id : new long[] {neverWas, future}) {
            // Where the stores cannot tell in time, what needs no permission is accepted: ask until they can.
            Eventually.holds(() -> ada.at(skein.ingest(), "PUT", "/v1/tweets/" + id + "/" + deed)
                    .send()
                    .expectProblem(404));
            for (Api query : skein.queries()) {
                Eventually.holds(() -> query.get("/v1/tweets/" + id).send().expectProblem(404));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inReplyTo", "quoteOf"})
    void aReplyToATweetThatNeverWasNamesTheField(String field) {
        // Given
        Person ada = skein.person("ada");
        long posted = Long.parseLong(ada.post("real").id());
        long neverWas = Id.of(Id.millis(posted) - AN_HOUR_MILLIS, 3, Id.worker(posted), Id.shard(posted));
        long future = Id.of(Id.millis(posted) + AN_HOUR_MILLIS, 3, Id.worker(posted), Id.shard(posted));

        for (long id : new long[] {neverWas, future}) {
            // Where the stores cannot tell in time, what needs no permission is accepted: ask until they can.
            Eventually.holds(() -> ada.at(skein.ingest(), "POST", "/v1/tweets")
                    .json(Map.of("text", "hello?", field, Long.toString(id)))
                    .send()
                    .expectProblem(422, field));
        }
    }

    @Test
    void somebodyRegisteredAMomentAgoCanBeFollowedAndMentioned() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");

        // When
        ada.follow(bob);
        Tweet tweet = bob.post("@" + ada.handle() + " welcome");

        // Then
        assertThat(tweet.mentions()).extracting(Contract.Mention::id).containsExactly(ada.id());
        Eventually.holds(() -> assertThat(ada.home().ids()).containsExactly(tweet.id()));
    }
}
