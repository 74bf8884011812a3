package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topics;
import dev.skein.endtoend.Contract.Tweet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What we write can be read by a program that knows nothing of us: Confluent's JavaScript client for the registry, with
 * kafkajs. Runs where Node is installed.
 */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfluentClientIT {
    private static final Path PROGRAM = Path.of(System.getProperty("skein.checkout", ".."), "end-to-end/src/test/node");
    private static final Path INSTALLED = Path.of(System.getProperty("skein.target", "target"), "node");

    private final Skein skein;

    ConfluentClientIT(Skein skein) {
        this.skein = skein;
    }

    @BeforeAll
    void theProgramIsInstalled() throws IOException, InterruptedException {
        if (!Command.isInstalled("node") || !Command.isInstalled("npm")) {
            Command.say(
                    "SKIPPED: Node or npm is not installed, so nobody checks that Confluent's client reads our topics.");
            Assumptions.abort("Node or npm is not installed");
        }
        Files.createDirectories(INSTALLED);
        try (Stream<Path> files = Files.list(PROGRAM)) {
            for (Path file : files.toList()) {
                Files.copy(file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // npm writes this file last.
        if (!Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))) {
            Command.run(INSTALLED, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        }
    }

    private JsonNode read(String topic, int count, Tweet... tweets) throws IOException, InterruptedException {
        List<String> ids = Stream.of(tweets).map(Tweet::id).toList();
        return Json.read(Command.run(
                INSTALLED,
                Stream.concat(
                                Stream.of(
                                        "node",
                                        "read-tweets.js",
                                        skein.kafka(),
                                        skein.registry(),
                                        topic,
                                        Integer.toString(count)),
                                ids.stream())
                        .toArray(String[]::new)));
    }

    @Test
    void tweetsAreRead() throws IOException, InterruptedException {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        Tweet tweet = ada.post("For #data teams, says @" + bob.handle() + " 🪿");
        Tweet reply = bob.reply(tweet, "Indeed");
        ada.edit(tweet, "For all teams");
        ada.delete(tweet);

        // When
        JsonNode records = read(Topics.TWEETS.name(), 4, tweet, reply);

        // Then
        List<JsonNode> ofTweet = Stream.of(0, 1, 2, 3)
                .map(records::path)
                .filter(record -> record.path("key").asText().equals(tweet.id()))
                .toList();
        assertThat(ofTweet)
                .extracting(record -> record.at("/value/kind").asText())
                .containsExactly("POSTED", "EDITED", "DELETED");
        assertThat(ofTweet)
                .allSatisfy(record -> assertThat(record.path("partition").asInt())
                        .isEqualTo(Id.partition(Long.parseLong(tweet.id()), Skein.PARTITIONS)));
        JsonNode posted = ofTweet.get(0).at("/value/tweet");
        assertThat(posted.path("id").asText()).isEqualTo(tweet.id());
        assertThat(posted.at("/author/id").asText()).isEqualTo(ada.id());
        assertThat(posted.at("/author/handle").asText()).isEqualTo(ada.handle());
        assertThat(posted.path("text").asText()).isEqualTo(tweet.text());
        assertThat(posted.at("/hashtags/0").asText()).isEqualTo("data");
        assertThat(posted.at("/mentions/0/id").asText()).isEqualTo(bob.id());
        assertThat(posted.path("inReplyTo").isNull()).isTrue();
        assertThat(posted.path("createdAt").asText())
                .isEqualTo(Long.toString(tweet.created().toEpochMilli()));
        assertThat(ofTweet.get(1).at("/value/tweet/text").asText()).isEqualTo("For all teams");
        assertThat(ofTweet.get(2).at("/value/tweet/text").asText()).isEmpty();
        JsonNode ofReply = Stream.of(0, 1, 2, 3)
                .map(records::path)
                .filter(record -> record.path("key").asText().equals(reply.id()))
                .findFirst()
                .orElseThrow();
        assertThat(ofReply.at("/value/tweet/inReplyTo").asText()).isEqualTo(tweet.id());
    }

    @Test
    void tweetStateIsRead() throws IOException, InterruptedException {
        // Given
        Person ada = skein.person("ada");
        Tweet kept = ada.post("kept");
        ada.edit(kept, "kept, and better");
        Tweet gone = ada.post("gone");
        ada.delete(gone);

        // When
        JsonNode records = read(Topics.TWEET_STATE.name(), 4, kept, gone);

        // Then
        assertThat(Stream.of(0, 1, 2, 3)
                        .map(records::path)
                        .map(record -> record.path("value").path("text").asText("a tombstone")))
                .containsExactly("kept", "kept, and better", "gone", "a tombstone");
        assertThat(records.at("/1/value/editedAt").isNull()).isFalse();
    }
}
