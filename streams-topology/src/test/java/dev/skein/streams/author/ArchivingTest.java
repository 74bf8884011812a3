package dev.skein.streams.author;

import static dev.skein.streams.Given.NOON;
import static dev.skein.streams.Given.edited;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.posted;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.streams.Given;
import dev.skein.streams.Thresholds;
import dev.skein.streams.TopologyDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an author's timeline leaves to the archive. */
class ArchivingTest {
    private static final int LISTED = 20;
    private static final int TWEETS = 400;
    private static final long ADA = user(1);
    private static final long BOB = user(2);

    private final TopologyDriver driver =
            new TopologyDriver(AuthorTopology::build, NOON, new Thresholds(0, Duration.ofDays(7), LISTED));
    private final List<Long> posted = new ArrayList<>();
    private long now = NOON;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void theNewestTweetsAndAllRetweetsStayListed() {
        long passedOn = idAt(BOB, NOON);
        tweets(posted(tweet(passedOn, BOB)));
        long retweet = idAt(ADA, ++now);
        driver.pipe(Topics.RETWEETS, ADA, Given.retweet(RetweetEventKind.RETWEETED, retweet, ADA, passedOn), now);
        postMany();

        long left = driver.store(Stores.ARCHIVED).get(ADA);
        List<Long> listed = listed();

        assertThat(listed).startsWith(retweet).hasSizeBetween(LISTED + 1, TWEETS / 2);
        // Nothing is in neither, and what is listed is newer than what is not.
        assertThat(listed.subList(1, listed.size()))
                .isEqualTo(posted.stream().filter(id -> id > left).toList());
        assertThat(driver.store(Stores.ARCHIVED).get(BOB)).isNull();
        assertThat(driver.all(Stores.TWEETS)).hasSize(TWEETS + 1);

        tweets(edited(tweet(posted.get(0), ADA), idAt(ADA, ++now)));
        assertThat(listed()).isEqualTo(listed);
    }

    @Test
    void allOfItGoesWithItsAuthor() {
        tweets(posted(tweet(idAt(BOB, ++now), BOB)));
        postMany();
        tweets(posted(tweet(idAt(BOB, ++now), BOB)));

        driver.pipe(Topics.PG_USERS, ("{\"id\":" + ADA + "}").getBytes(UTF_8), null, ++now);
        driver.pass(Duration.ofSeconds(5));
        List<TweetEvent> told = driver.read(Topics.TWEETS).stream()
                .map(record -> record.value())
                .toList();

        assertThat(told)
                .allMatch(event -> event.getKind() == TweetEventKind.DELETED)
                .extracting(event -> event.getTweet().getId())
                .containsExactlyInAnyOrderElementsOf(posted);
        assertThat(driver.store(Stores.ARCHIVED).get(ADA)).isNull();
    }

    private void postMany() {
        for (int i = 0; i < TWEETS; i++) {
            posted.add(idAt(ADA, ++now));
            tweets(posted(tweet(posted.get(i), ADA)));
        }
    }

    private void tweets(TweetEvent event) {
        driver.pipe(Topics.TWEETS, event.getTweet().getId(), event, ++now);
    }

    private List<Long> listed() {
        return driver.all(Stores.AUTHOR_TIMELINES).stream()
                .map(entry -> entry.key)
                .filter(pair -> pair.first() == ADA)
                .map(IdPair::second)
                .toList();
    }
}
