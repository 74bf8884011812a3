package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Page;
import dev.skein.endtoend.Contract.Tweet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an author wrote long ago is read from Cassandra. Named so that it runs when Cassandra is there without waiting. */
@ExtendWith(RunningSystem.class)
final class OldTweetsIT {
    /** So many more than the stores list that some are surely left to the archive. */
    private static final int TWEETS = 1_050;

    private final Skein skein;

    OldTweetsIT(Skein skein) {
        this.skein = skein;
        skein.awaitOuter();
    }

    @Test
    void thePagesOfSomebodyWhoWroteMuchAreWholeAndGoWithTheirAccount() {
        // Given more tweets than the stores list, and one passed on between the oldest
        Person ada = skein.knownPerson("ada");
        Person bob = skein.knownPerson("bob");
        Tweet bobs = bob.post("passed on");
        List<String> posted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            posted.add(ada.post("early " + i).id());
        }
        ada.retweet(bobs);
        posted.add(bobs.id());
        List<Tweet> later = IntStream.range(0, TWEETS)
                .parallel()
                .mapToObj(i -> ada.post("tweet " + i))
                .sorted(Comparator.comparing(tweet -> Long.valueOf(tweet.id())))
                .toList();
        later.forEach(tweet -> posted.add(tweet.id()));
        posted.remove(later.get(5).id());
        Collections.reverse(posted);
        long author = Long.parseLong(ada.id());
        // Not before the stores have come so far: until then nobody knows whose tweet that is.
        Eventually.holds(() -> ada.delete(later.get(5)));
        Eventually.holds(() -> {
            for (String table : Stored.TABLES) {
                assertThat(skein.stored().archived(table, author)).hasSize(TWEETS + 2);
            }
        });
        assertThat(leftToTheArchive()).isPositive();

        // When their pages are read, then each is there once
        for (Api query : skein.queries()) {
            Eventually.holds(() -> assertThat(all(query, ada, 37)).isEqualTo(posted));
        }
        Eventually.holds(() -> assertThat(all(skein.query(), ada, 100)).isEqualTo(posted));

        // And when they leave, then their old tweets go as well
        ada.at(skein.ingest(), "DELETE", "/v1/users/me").send().expect(204);
        Eventually.holds(() -> {
            assertThat(skein.stored().indexed(author)).isEmpty();
            for (String table : Stored.TABLES) {
                assertThat(skein.stored().archived(table, author)).isEmpty();
            }
        });
        skein.query().get("/v1/tweets/" + posted.get(posted.size() - 1)).send().expect(404);
    }

    private static List<String> all(Api query, Person author, int limit) {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            Page<Item> page = query.get("/v1/users/" + author.id() + "/tweets?limit=" + limit + next)
                    .send()
                    .expect(200)
                    .as(new TypeReference<Page<Item>>() {});
            page.data().forEach(item -> ids.add(item.id()));
            next = page.next() == null ? "" : "&cursor=" + page.next();
        } while (!next.isEmpty());
        return ids;
    }

    /** Changes of the store that says from where on the archive is asked. */
    private long leftToTheArchive() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", skein.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer
                    .endOffsets(IntStream.range(0, Skein.PARTITIONS)
                            .mapToObj(partition -> new TopicPartition("skein-author-archived-changelog", partition))
                            .toList())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
