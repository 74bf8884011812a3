package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Page;
import dev.skein.endtoend.Contract.Trend;
import dev.skein.endtoend.Contract.Trends;
import dev.skein.endtoend.Contract.Tweet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A write answered 2xx is never lost and never doubled, whichever process is killed meanwhile. */
@ExtendWith(RunningSystem.class)
final class DurabilityIT {
    private static final int WRITERS = 3;
    private static final long PAUSE_MILLIS = 100;
    /** In which nobody else tweets here, so that what they tag is listed. */
    private static final String LANGUAGE = "sw";
    /** A home timeline holds 800; a writer stays well below. */
    private static final int POSTS_MAX = 700;

    private final Skein skein;

    DurabilityIT(Skein skein) {
        this.skein = skein;
    }

    /** Posts again and again, whatever is answered, and remembers what was accepted. */
    private static final class Writer {
        final Person author;
        final Person reader;
        final Tweet liked;
        final String hashtag;
        final Set<String> accepted = ConcurrentHashMap.newKeySet();
        final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
        private int attempts;

        Writer(Skein skein, String name) {
            author = skein.person(name);
            reader = skein.person(name + "_reader");
            reader.follow(author);
            liked = author.post("the first");
            hashtag = "durable" + author.id();
            accepted.add(liked.id());
        }

        void postOnce() {
            if (accepted.size() >= POSTS_MAX) {
                return;
            }
            try {
                attempts++;
                Answer answer = author.at(author.skein().ingest(), "POST", "/v1/tweets")
                        .json(Map.of("text", "attempt " + attempts + " #" + hashtag, "lang", LANGUAGE))
                        .send();
                if (answer.status() == 201) {
                    accepted.add(answer.as(Tweet.class).id());
                } else if (answer.status() != 503) {
                    unexpected.add(answer.status() + " " + answer.body());
                }
                reader.at(
                                author.skein().ingest(),
                                attempts % 2 == 0 ? "DELETE" : "PUT",
                                "/v1/tweets/" + liked.id() + "/like")
                        .send();
            } catch (Api.NoAnswerException e) {
                // It was killed: whether the tweet was taken nobody has said, so it may be there or not.
            } catch (RuntimeException | AssertionError e) {
                unexpected.add(e.toString());
            }
        }
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void whatWasAcceptedIsThereExactlyOnceAfterEveryProcessOfOursWasKilled() throws IOException, InterruptedException {
        // Given
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer(skein, "writer" + i));
        }
        List<Future<?>> running = new ArrayList<>();
        ScheduledExecutorService posting = Executors.newScheduledThreadPool(WRITERS);
        try {
            for (Writer writer : writers) {
                running.add(posting.scheduleWithFixedDelay(writer::postOnce, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
            }

            // When
            awaitMorePosts(writers);
            skein.kill(Skein.queryName(1));
            awaitMorePosts(writers);
            skein.kill(Skein.INGEST);
            skein.restart(Skein.INGEST);
            skein.restart(Skein.queryName(1));
            awaitMorePosts(writers);
            skein.kill(Skein.queryName(2));
            awaitMorePosts(writers);
            skein.restart(Skein.queryName(2));
            skein.awaitReady();
        } finally {
            running.forEach(writer -> writer.cancel(false));
            posting.shutdown();
            assertThat(posting.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }

        // Then
        for (Writer writer : writers) {
            assertThat(writer.unexpected).as("answers other than 201 and 503").isEmpty();
            Tweet last = writer.author.post("the last");
            writer.accepted.add(last.id());
            writer.reader.like(writer.liked);
            Eventually.holds(() -> assertThat(writer.reader.home().ids()).contains(last.id()));
            Eventually.holds(() -> complete(writer));
        }
    }

    private static void awaitMorePosts(List<Writer> writers) {
        int before = accepted(writers);
        Eventually.holds(() -> assertThat(accepted(writers)).isGreaterThan(before + 20));
    }

    private void complete(Writer writer) {
        List<String> atAuthors = allTweets(writer.author);
        assertThat(atAuthors).doesNotHaveDuplicates().containsAll(writer.accepted);
        assertThat(writer.reader.wholeHome(100).stream().map(Item::id)).containsExactlyElementsOf(atAuthors);
        assertThat(writer.author.profile().tweets()).isEqualTo(atAuthors.size());
        assertThat(writer.author.profile().followers()).isEqualTo(1);
        // The first and the last carry none.
        assertThat(uses(writer.hashtag)).isEqualTo(atAuthors.size() - 2);
        assertThat(writer.author.see(writer.liked).engagement()).isEqualTo(new Contract.Engagement(1, 0, 0, 0, 0));
    }

    private long uses(String hashtag) {
        Trends trends = skein.query()
                .get("/v1/trends?limit=100&window=24h&lang=" + LANGUAGE)
                .send()
                .expect(200)
                .as(Trends.class);
        return trends.data().stream()
                .filter(trend -> trend.hashtag().equals(hashtag))
                .mapToLong(Trend::uses)
                .sum();
    }

    private static int accepted(List<Writer> writers) {
        return writers.stream().mapToInt(writer -> writer.accepted.size()).sum();
    }

    private List<String> allTweets(Person author) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Page<Item> page = skein.query()
                    .get("/v1/users/" + author.id() + "/tweets?limit=100" + cursor)
                    .send()
                    .expect(200)
                    .as(new TypeReference<Page<Item>>() {});
            page.data().forEach(item -> ids.add(item.id()));
            cursor = page.next() == null ? "" : "&cursor=" + page.next();
        } while (!cursor.isEmpty());
        return ids;
    }
}
