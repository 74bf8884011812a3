package dev.skein.streams.home;

import static dev.skein.streams.Given.author;
import static dev.skein.streams.Given.idAt;
import static dev.skein.streams.Given.tweet;
import static dev.skein.streams.Given.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.schemas.delivery.Deleted;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.Published;
import dev.skein.schemas.delivery.Retweet;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever pages to the end while tweets arrive and go sees each that was there and stays, and none twice. */
class PagingTest {
    private static final int SEEDS = 1_500;
    private static final int AUTHORS = 6;
    private static final long READER = user(1);

    @Test
    void eachIsShownExactlyOnceWhateverArrivesMeanwhile() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new History(seed).page();
        }
    }

    private static final class History {
        private final String name;
        private final Random random;
        private final TimelineState state = new TimelineState();
        private final List<Tweet> tweets = new ArrayList<>();
        private long time = Given.NOON;

        History(long seed) {
            name = "seed " + seed;
            random = new Random(seed);
            // Now and then more than a timeline holds: the oldest fall out while somebody pages.
            int before = random.nextInt(10) == 0 ? 700 + random.nextInt(400) : random.nextInt(60);
            for (int i = 0; i < before; i++) {
                happen();
            }
        }

        void page() {
            List<TimelineEntry> begin = read(Timelines.NEWEST, Timelines.ENTRIES_MAX);
            List<TimelineEntry> seen = new ArrayList<>();
            int limit = 1 + random.nextInt(begin.size() > 100 ? 100 : 20);
            long cursor = Timelines.NEWEST;
            while (true) {
                List<TimelineEntry> page = read(cursor, limit);
                seen.addAll(page);
                if (page.size() < limit) {
                    break;
                }
                cursor = page.get(limit - 1).id();
                for (int arriving = random.nextInt(8); arriving > 0; arriving--) {
                    happen();
                }
            }
            List<Long> stayed = ids(begin);
            stayed.retainAll(ids(read(Timelines.NEWEST, Timelines.ENTRIES_MAX)));

            assertThat(ids(seen))
                    .as(name)
                    .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                    .containsAll(stayed);
            // By tweet: one whose own entry has fallen out of the timeline meanwhile is shown as somebody passed it on.
            assertThat(tweets(seen)).as(name).doesNotHaveDuplicates();
            assertThat(tweets(begin)).as(name).containsAll(tweets(seen));
        }

        private static List<Long> tweets(List<TimelineEntry> entries) {
            return entries.stream().map(entry -> entry.tweet().getId()).toList();
        }

        private List<TimelineEntry> read(long before, int limit) {
            return TimelinePage.read(state, READER, Histories.EVERYBODY, 0, before, limit);
        }

        private static List<Long> ids(List<TimelineEntry> entries) {
            return new ArrayList<>(entries.stream().map(TimelineEntry::id).toList());
        }

        /** A tweet, or a retweet of an older one, perhaps by a famous author; or one goes. */
        private void happen() {
            long author = user(100 + random.nextInt(AUTHORS));
            time += 1 + random.nextInt(1_000);
            long id = idAt(author, time);
            int deed = tweets.isEmpty() ? 0 : random.nextInt(12);
            if (deed < 7) {
                Tweet posted = tweet(id, author).build();
                tweets.add(posted);
                arrive(posted, null);
            } else if (deed < 11) {
                arrive(any(), new Retweet(id, author(author)));
            } else {
                apply(new Deleted(any().getId()));
            }
        }

        private void arrive(Tweet tweet, @Nullable Retweet retweet) {
            apply(random.nextInt(5) == 0 ? new Published(tweet, retweet) : Histories.fannedOut(tweet, retweet, READER));
        }

        private Tweet any() {
            return tweets.get(random.nextInt(tweets.size()));
        }

        private void apply(Object change) {
            state.apply(new Delivery(List.of(change)));
        }
    }
}
