package dev.skein.streams.trends;

import dev.skein.schemas.store.TweetTags;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tweet counts for which hashtags: once for each that its newest version carries, for none once it is deleted. */
final class TagRules {
    /** More than fit into a text of 280 code points; what is beyond does not count. */
    static final int TAGS_MAX = 140;

    /** What an event comes to. */
    record Decision(TweetTags tags, List<Change> changes) {}

    /**
     * A tweet begins or ceases to count for a hashtag.
     *
     * @param tag in its one normal form
     * @param lang of the tweet, as {@link TrendKeys#language} tells it
     */
    record Change(String tag, String written, String lang, long tweetId, long authorId, boolean counts) {}

    private TagRules() {}

    /**
     * The one form of all that differ only in case or in how Unicode writes the same: NFKC, case folded by way of upper
     * case (so that ß and ss, ς and σ are one), and NFKC again, since folding can undo it.
     */
    static String normal(String hashtag) {
        String composed = Normalizer.normalize(hashtag, Normalizer.Form.NFKC);
        String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /** Empty where the event says nothing new. */
    static Optional<Decision> decide(@Nullable TweetTags known, TweetEvent event) {
        Tweet tweet = event.getTweet();
        boolean deletes = event.getKind() == TweetEventKind.DELETED;
        if (known != null && (known.getDeleted() || (!deletes && tweet.getVersion() <= known.getVersion()))) {
            return Optional.empty();
        }
        Map<String, String> before = known == null ? Map.of() : known.getWritten();
        Map<String, String> after = deletes ? Map.of() : written(tweet);
        String oldLang = known == null ? "" : known.getLang();
        String lang = deletes ? oldLang : TrendKeys.language(tweet.getLang());
        List<Change> changes = new ArrayList<>();
        before.forEach((tag, written) -> {
            if (!written.equals(after.get(tag)) || !lang.equals(oldLang)) {
                changes.add(change(tag, written, oldLang, tweet, false));
            }
        });
        after.forEach((tag, written) -> {
            if (!written.equals(before.get(tag)) || !lang.equals(oldLang)) {
                changes.add(change(tag, written, lang, tweet, true));
            }
        });
        return Optional.of(new Decision(new TweetTags(tweet.getVersion(), deletes, lang, after), changes));
    }

    private static Map<String, String> written(Tweet tweet) {
        Map<String, String> written = new LinkedHashMap<>();
        for (String hashtag : tweet.getHashtags()) {
            String tag = normal(hashtag);
            if (!tag.isEmpty() && written.size() < TAGS_MAX) {
                written.putIfAbsent(tag, hashtag);
            }
        }
        return written;
    }

    private static Change change(String tag, String written, String lang, Tweet tweet, boolean counts) {
        return new Change(tag, written, lang, tweet.getId(), tweet.getAuthor().getId(), counts);
    }
}
