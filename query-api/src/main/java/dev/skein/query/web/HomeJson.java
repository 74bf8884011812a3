package dev.skein.query.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.skein.http.Json;
import dev.skein.http.model.AuthorJson;
import dev.skein.http.model.EngagementJson;
import dev.skein.http.model.TweetJson;
import dev.skein.http.model.ViewerJson;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.engagement.CountsInMemory.Counts;
import dev.skein.streams.home.TimelineEntry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes home timelines as JSON, byte by byte what Jackson makes of {@link HomePageJson}. What a tweet says is the same for all who read it: that part is made once, and copied
 * into each page; the counts and the reader's own marks are put behind it.
 */
final class HomeJson {
    /** Of all parts that are kept. */
    private static final long KEPT_BYTES_MAX = 48L << 20;
    /** Beside the bytes of a part, about. */
    private static final int KEPT_BYTES = 150;
    /** Nothing shows a deleted tweet, but nor must it lie here for long. */
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private static final byte[] DATA = utf8("{\"data\":[");
    private static final byte[] NEXT = utf8("],\"next\":");
    private static final byte[] IS_REBUILDING = utf8(",\"rebuilding\":true}");
    private static final byte[] IS_WHOLE = utf8(",\"rebuilding\":false}");
    private static final byte[] ENGAGEMENT = utf8(",\"engagement\":");
    private static final byte[] VIEWER = utf8(",\"viewer\":");
    private static final byte[] RETWEETED_BY = utf8(",\"retweetedBy\":");
    private static final byte[] NULL = utf8("null");
    private static final byte[] NOT_COUNTED = Json.bytes(EngagementJson.NONE);
    private static final byte[] NOT_MARKED = Json.bytes(ViewerJson.NOTHING);
    /** How a tweet ends without counts and marks. */
    private static final byte[] END = utf8(",\"engagement\":null,\"viewer\":null}");

    /** What a tweet says, and what it has; kept with the tweet, too, so that hardly anybody has to look it up. */
    static final class Part {
        private final long tweet;
        private final long version;
        private final long namesVersion;
        private final int length;
        /** Null when there was no room for it any more. */
        private volatile byte @Nullable [] json;

        private volatile @Nullable Counts counts;

        private Part(Tweet tweet, byte[] json) {
            this.tweet = tweet.getId();
            this.version = tweet.getVersion();
            this.namesVersion = tweet.getAuthor().getVersion();
            this.length = json.length;
            this.json = json;
        }

        /** Whether it says what the entry shows, and is there. */
        private boolean isOf(TimelineEntry entry) {
            return json != null
                    && version == entry.version()
                    && namesVersion == entry.author().getVersion();
        }

        /** The tweet's counts if they are known here. */
        @Nullable
        Engagement counts(EngagementHere here) {
            Counts now = counts;
            if (now == null || !now.isCurrent()) {
                now = here.counts(tweet);
                counts = now;
            }
            return now == null ? null : now.now();
        }
    }

    /** Keeps itself in order on the thread that asks: to wake another one costs more. */
    private final Cache<Long, Part> parts = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(KEPT_BYTES_MAX)
            .weigher((Long tweet, Part part) -> KEPT_BYTES + part.length)
            .expireAfterWrite(KEPT_FOR)
            .removalListener((@Nullable Long tweet, @Nullable Part part, RemovalCause cause) -> {
                if (part != null) {
                    part.json = null;
                }
            })
            .build();

    private final Function<Tweet, TweetJson> shown;

    /** @param shown a tweet without counts and marks */
    HomeJson(Function<Tweet, TweetJson> shown) {
        this.shown = shown;
    }

    /** What stands before the items of a page, which a comma parts. */
    static void beginPage(JsonBytes page) {
        page.append(DATA);
    }

    /** What stands behind them. */
    static void endPage(JsonBytes page, @Nullable String next, boolean rebuilding) {
        page.append(NEXT);
        // Cursors are letters and digits: nothing in them needs escaping.
        page.append(next == null ? NULL : utf8('"' + next + '"'));
        page.append(rebuilding ? IS_REBUILDING : IS_WHOLE);
    }

    /** What the tweets of these entries say: all are looked at before any is copied, so that none is waited for alone. */
    Part[] parts(List<TimelineEntry> entries) {
        Part[] found = new Part[entries.size()];
        for (int place = 0; place < found.length; place++) {
            TimelineEntry entry = entries.get(place);
            found[place] = entry.kept() instanceof Part kept && kept.isOf(entry) ? kept : part(entry);
        }
        return found;
    }

    private Part part(TimelineEntry entry) {
        Part part = parts.getIfPresent(entry.tweetId());
        if (part == null || !part.isOf(entry)) {
            Tweet tweet = entry.tweet();
            part = new Part(tweet, json(tweet));
            parts.put(entry.tweetId(), part);
        }
        entry.keep(part);
        return part;
    }

    private byte[] json(Tweet tweet) {
        byte[] whole = Json.bytes(shown.apply(tweet));
        return Arrays.copyOf(whole, whole.length - END.length);
    }

    /** One item; null is what is not known, or not there. */
    void item(
            TimelineEntry entry,
            Part part,
            @Nullable EngagementJson counts,
            @Nullable ViewerJson marks,
            @Nullable AuthorJson retweeter,
            JsonBytes to) {
        byte[] json = part.json;
        to.append(json == null ? json(entry.tweet()) : json);
        to.append(ENGAGEMENT);
        to.append(counts == null ? NULL : counted(counts));
        to.append(VIEWER);
        to.append(marks == null ? NULL : marks.equals(ViewerJson.NOTHING) ? NOT_MARKED : Json.bytes(marks));
        to.append(RETWEETED_BY);
        to.append(retweeter == null ? NULL : Json.bytes(retweeter));
        to.append('}');
    }

    /** By hand, for most tweets that are read have been liked. */
    private static byte[] counted(EngagementJson counts) {
        return counts.equals(EngagementJson.NONE)
                ? NOT_COUNTED
                : ("{\"likes\":" + counts.likes() + ",\"dislikes\":" + counts.dislikes() + ",\"retweets\":"
                                + counts.retweets() + ",\"replies\":" + counts.replies() + ",\"quotes\":"
                                + counts.quotes() + "}")
                        .getBytes(ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
