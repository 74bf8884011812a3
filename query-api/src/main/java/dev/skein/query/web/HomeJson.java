package dev.skein.query.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skein.http.Json;
import dev.skein.http.model.AuthorJson;
import dev.skein.http.model.EngagementJson;
import dev.skein.http.model.TweetJson;
import dev.skein.http.model.ViewerJson;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.home.TimelineEntry;
import java.time.Duration;
import java.util.Arrays;
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

    /** What a tweet says. */
    private static final class Part {
        final long version;
        final long namesVersion;
        final byte[] json;

        Part(Tweet tweet, byte[] json) {
            this.version = tweet.getVersion();
            this.namesVersion = tweet.getAuthor().getVersion();
            this.json = json;
        }

        boolean isOf(TimelineEntry entry) {
            return version == entry.version() && namesVersion == entry.author().getVersion();
        }
    }

    /** Keeps itself in order on the thread that asks: to wake another one costs more. */
    private final Cache<Long, Part> parts = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(KEPT_BYTES_MAX)
            .weigher((Long tweet, Part part) -> KEPT_BYTES + part.json.length)
            .expireAfterWrite(KEPT_FOR)
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

    /** One item; null is what is not known, or not there. */
    void item(
            TimelineEntry entry,
            @Nullable EngagementJson counts,
            @Nullable ViewerJson marks,
            @Nullable AuthorJson retweeter,
            JsonBytes to) {
        to.append(tweet(entry));
        to.append(ENGAGEMENT);
        to.append(counts == null ? NULL : counted(counts));
        to.append(VIEWER);
        to.append(marks == null ? NULL : marks.equals(ViewerJson.NOTHING) ? NOT_MARKED : Json.bytes(marks));
        to.append(RETWEETED_BY);
        to.append(retweeter == null ? NULL : Json.bytes(retweeter));
        to.append('}');
    }

    private byte[] tweet(TimelineEntry entry) {
        Part part = parts.getIfPresent(entry.tweetId());
        if (part == null || !part.isOf(entry)) {
            Tweet tweet = entry.tweet();
            byte[] whole = Json.bytes(shown.apply(tweet));
            part = new Part(tweet, Arrays.copyOf(whole, whole.length - END.length));
            parts.put(entry.tweetId(), part);
        }
        return part.json;
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
