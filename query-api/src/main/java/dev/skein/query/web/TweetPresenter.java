package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.http.Rfc3339;
import dev.skein.http.Viewer;
import dev.skein.http.media.MediaUrls;
import dev.skein.http.model.AuthorJson;
import dev.skein.http.model.EngagementJson;
import dev.skein.http.model.MediaJson;
import dev.skein.http.model.MentionJson;
import dev.skein.http.model.TimelineItemJson;
import dev.skein.http.model.TweetJson;
import dev.skein.http.model.ViewerJson;
import dev.skein.query.fetch.Asked;
import dev.skein.query.fetch.Fetch;
import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.Reaction;
import dev.skein.schemas.store.ReactionKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.streams.home.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows tweets: with their counts and the viewer's own marks, both fetched in one go. A page does not wait for them longer
 * than {@link #WITHIN}; past it they are null.
 */
final class TweetPresenter {
    static final Duration WITHIN = Duration.ofMillis(50);

    /** A tweet to show, and who passed it on. */
    record Line(Tweet tweet, @Nullable Author retweetedBy) {}

    private final Fetch fetch;
    private final MediaUrls mediaUrls;
    private final HomeJson homeJson = new HomeJson(tweet -> show(tweet, null, null));

    TweetPresenter(Fetch fetch, MediaUrls mediaUrls) {
        this.fetch = fetch;
        this.mediaUrls = mediaUrls;
    }

    List<TimelineItemJson> items(List<Line> lines, @Nullable Viewer viewer) {
        List<TweetJson> tweets = tweets(lines.stream().map(Line::tweet).toList(), viewer);
        List<TimelineItemJson> items = new ArrayList<>(lines.size());
        for (int place = 0; place < lines.size(); place++) {
            items.add(TimelineItemJson.of(
                    tweets.get(place), named(lines.get(place).retweetedBy())));
        }
        return items;
    }

    /** Entries of home timelines, each for a reader of its own: as the JSON of a TimelineItem. */
    List<byte[]> written(List<TimelineEntry> entries, List<Long> readers) {
        Extras extras = new Extras(entries.stream().map(TimelineEntry::tweetId).toList(), readers);
        List<byte[]> items = new ArrayList<>(entries.size());
        for (int place = 0; place < entries.size(); place++) {
            TimelineEntry entry = entries.get(place);
            items.add(homeJson.item(entry, extras.engagement(place), extras.marks(place), named(entry.retweetedBy())));
        }
        return items;
    }

    List<TweetJson> tweets(List<Tweet> tweets, @Nullable Viewer viewer) {
        List<Long> ids = tweets.stream().map(Tweet::getId).toList();
        Extras extras = new Extras(ids, viewer == null ? null : Collections.nCopies(ids.size(), viewer.userId()));
        List<TweetJson> shown = new ArrayList<>(tweets.size());
        for (int place = 0; place < tweets.size(); place++) {
            shown.add(show(tweets.get(place), extras.engagement(place), extras.marks(place)));
        }
        return shown;
    }

    /** Retweets carry no names: for the moment until those of somebody new have come, there is nothing to show. */
    static EngagementJson show(Engagement counts) {
        return new EngagementJson(
                counts.getLikes(), counts.getDislikes(), counts.getRetweets(), counts.getReplies(), counts.getQuotes());
    }

    private static @Nullable AuthorJson named(@Nullable Author retweeter) {
        return retweeter == null || retweeter.getHandle().isEmpty() ? null : show(retweeter);
    }

    private TweetJson show(Tweet tweet, @Nullable EngagementJson engagement, @Nullable ViewerJson marks) {
        Long inReplyTo = tweet.getInReplyTo();
        Long quoteOf = tweet.getQuoteOf();
        Long editedAt = tweet.getEditedAt();
        return new TweetJson(
                Long.toString(tweet.getId()),
                show(tweet.getAuthor()),
                tweet.getText(),
                tweet.getLang(),
                Rfc3339.format(tweet.getCreatedAt()),
                editedAt == null ? null : Rfc3339.format(editedAt),
                inReplyTo == null ? null : inReplyTo.toString(),
                quoteOf == null ? null : quoteOf.toString(),
                tweet.getHashtags(),
                tweet.getMentions().stream()
                        .map(mention -> new MentionJson(Long.toString(mention.getId()), mention.getHandle()))
                        .toList(),
                tweet.getMedia().stream()
                        .map(media -> new MediaJson(media.getId(), media.getContentType(), mediaUrls.of(media.getId())))
                        .toList(),
                engagement,
                marks);
    }

    private static AuthorJson show(Author author) {
        return new AuthorJson(Long.toString(author.getId()), author.getHandle(), author.getDisplayName());
    }

    /** What is shown with tweets but does not lie with them. */
    private final class Extras {
        private final Asked<Long, Engagement> engagement;
        private final @Nullable Marks marks;

        Extras(List<Long> tweetIds, @Nullable List<Long> viewers) {
            Fetch.Batch batch = fetch.batch();
            engagement = batch.ask(fetch.lookups().engagement(), tweetIds);
            marks = viewers == null ? null : new Marks(batch, viewers, tweetIds);
            batch.run(WITHIN);
        }

        @Nullable
        EngagementJson engagement(int place) {
            if (!engagement.knows(place)) {
                return null;
            }
            Engagement counts = engagement.get(place);
            return counts == null ? EngagementJson.NONE : show(counts);
        }

        @Nullable
        ViewerJson marks(int place) {
            return marks == null ? null : marks.at(place);
        }
    }

    /** What viewers did with tweets. */
    private final class Marks {
        private final Asked<IdPair, Reaction> reactions;
        private final Asked<IdPair, Long> retweeted;

        Marks(Fetch.Batch batch, List<Long> viewers, List<Long> tweetIds) {
            List<IdPair> keys = IntStream.range(0, tweetIds.size())
                    .mapToObj(place -> new IdPair(viewers.get(place), tweetIds.get(place)))
                    .toList();
            reactions = batch.ask(fetch.lookups().reactions(), keys);
            retweeted = batch.ask(fetch.lookups().retweeted(), keys);
        }

        @Nullable
        ViewerJson at(int place) {
            if (!reactions.knows(place) || !retweeted.knows(place)) {
                return null;
            }
            Reaction reaction = reactions.get(place);
            boolean hasRetweeted = retweeted.get(place) != null;
            return reaction == null && !hasRetweeted
                    ? ViewerJson.NOTHING
                    : new ViewerJson(
                            reaction != null && reaction.getKind() == ReactionKind.LIKE,
                            reaction != null && reaction.getKind() == ReactionKind.DISLIKE,
                            hasRetweeted);
        }
    }
}
