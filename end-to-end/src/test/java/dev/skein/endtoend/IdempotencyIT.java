package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Tweet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that is not sure whether its call arrived makes it again with the same key. */
@ExtendWith(RunningSystem.class)
final class IdempotencyIT {
    private final Skein skein;

    IdempotencyIT(Skein skein) {
        this.skein = skein;
    }

    private Api.Call post(Person person, String key, String text) {
        return person.at(skein.ingest(), "POST", "/v1/tweets")
                .header("Idempotency-Key", key)
                .json(Map.of("text", text));
    }

    @Test
    void theSameKeyMakesOneTweet() {
        // Given
        Person ada = skein.person("ada");
        String key = UUID.randomUUID().toString();

        // When
        Tweet first = post(ada, key, "once").send().expect(201).as(Tweet.class);
        Tweet second = post(ada, key, "once").send().expect(201).as(Tweet.class);
        Tweet other = post(ada, UUID.randomUUID().toString(), "once")
                .send()
                .expect(201)
                .as(Tweet.class);

        // Then
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(other.id()).isNotEqualTo(first.id());
        Eventually.holds(
                () -> assertThat(ada.tweets().data()).extracting(Item::id).containsExactly(other.id(), first.id()));
    }

    @Test
    void theSameKeyAtTheSameTimeMakesOneTweet() {
        // Given
        Person ada = skein.person("ada");
        String key = UUID.randomUUID().toString();

        // When
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post(ada, key, "at once").send()))
                .toList();

        // Then
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<Answer> call : calls) {
            Answer answer = call.join();
            // One that comes while the first is under way may be told to come back.
            assertThat(answer.status()).isIn(201, 409, 503);
            if (answer.status() == 201) {
                ids.add(answer.as(Tweet.class).id());
            }
        }
        assertThat(ids).hasSize(1);
        Tweet after = ada.post("after");
        Eventually.holds(
                () -> assertThat(ada.tweets().data()).extracting(Item::id).contains(after.id()));
        assertThat(ada.tweets().data()).hasSize(2);
    }

    @Test
    void anothersKeyIsAnotherKey() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        String key = UUID.randomUUID().toString();

        // When
        Tweet ofAda = post(ada, key, "mine").send().expect(201).as(Tweet.class);
        Tweet ofBob = post(bob, key, "mine").send().expect(201).as(Tweet.class);

        // Then
        assertThat(ofBob.id()).isNotEqualTo(ofAda.id());
        assertThat(ofBob.author().id()).isEqualTo(bob.id());
    }
}
