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
import dev.skein.streams.engagement.CountsInMemory.Counts;
import dev.skein.streams.engagement.Marks;
import dev.skein.streams.home.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows tweets: with their counts and the viewer's own marks, from memory where they are in this process, and the others
 * fetched in one go. A page does not wait for those longer than {@link #WITHIN}; past it they are null.
 */
final class TweetPresenter {
    static final Duration WITHIN = Duration.ofMillis(50);

    private static final int PAGE_BYTES = 16 * 1024;
    private static final int ITEM_BYTES = 600;

    /** A tweet to show, and who passed it on. */
    record Line(Tweet tweet, @Nullable Author retweetedBy) {}

    private final Fetch fetch;
    private final EngagementHere here;
    private final MediaUrls mediaUrls;
    /** Each thread writes its pages in one place: new ones would be cleared first, and push others out of the processor's cache. */
    private final ThreadLocal<JsonBytes> pages = ThreadLocal.withInitial(() -> new JsonBytes(PAGE_BYTES));

    private final HomeJson homeJson = new HomeJson(tweet -> show(tweet, null, null));

    TweetPresenter(Fetch fetch, EngagementHere here, MediaUrls mediaUrls) {
        this.fetch = fetch;
        this.here = here;
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
    List<String> written(List<TimelineEntry> entries, List<Long> readers) {
        HomeJson.Part[] parts = homeJson.parts(entries);
        Extras extras = extras(entries, parts, readers);
        List<String> items = new ArrayList<>(entries.size());
        for (int place = 0; place < entries.size(); place++) {
            JsonBytes item = new JsonBytes(ITEM_BYTES);
            write(entries.get(place), parts[place], extras, place, item);
            items.add(item.text());
        }
        return items;
    }

    /** A page of a reader's home timeline: the JSON of a {@link HomePageJson}, there until this thread asks for the next one. */
    JsonBytes page(List<TimelineEntry> entries, long reader, @Nullable String next, boolean rebuilding) {
        HomeJson.Part[] parts = homeJson.parts(entries);
        Extras extras = extras(entries, parts, Collections.nCopies(entries.size(), reader));
        JsonBytes page = pages.get().cleared();
        HomeJson.beginPage(page);
        for (int place = 0; place < entries.size(); place++) {
            if (place > 0) {
                page.append(',');
            }
            write(entries.get(place), parts[place], extras, place, page);
        }
        HomeJson.endPage(page, next, rebuilding);
        return page;
    }

    private Extras extras(List<TimelineEntry> entries, HomeJson.Part[] parts, List<Long> readers) {
        List<Long> tweetIds = new ArrayList<>(entries.size());
        entries.forEach(entry -> tweetIds.add(entry.tweetId()));
        return new Extras(tweetIds, place -> parts[place].counts(here), readers);
    }

    private void write(TimelineEntry entry, HomeJson.Part part, Extras extras, int place, JsonBytes to) {
        homeJson.item(entry, part, extras.engagement(place), extras.marks(place), named(entry.retweetedBy()), to);
    }

    List<TweetJson> tweets(List<Tweet> tweets, @Nullable Viewer viewer) {
        List<Long> ids = tweets.stream().map(Tweet::getId).toList();
        Extras extras = new Extras(
                ids,
                place -> countsHere(ids.get(place)),
                viewer == null ? null : Collections.nCopies(ids.size(), viewer.userId()));
        List<TweetJson> shown = new ArrayList<>(tweets.size());
        for (int place = 0; place < tweets.size(); place++) {
            shown.add(show(tweets.get(place), extras.engagement(place), extras.marks(place)));
        }
        return shown;
    }

    private @Nullable Engagement countsHere(long tweet) {
        Counts counts = here.counts(tweet);
        return counts == null ? null : counts.now();
    }

    static EngagementJson show(Engagement counts) {
        return new EngagementJson(
                counts.getLikes(), counts.getDislikes(), counts.getRetweets(), counts.getReplies(), counts.getQuotes());
    }

    /** Retweets carry no names: for the moment until those of somebody new have come, there is nothing to show. */
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

    private static ViewerJson show(boolean likes, boolean dislikes, boolean retweeted) {
        return likes || dislikes || retweeted ? new ViewerJson(likes, dislikes, retweeted) : ViewerJson.NOTHING;
    }

    private static AuthorJson show(Author author) {
        return new AuthorJson(Long.toString(author.getId()), author.getHandle(), author.getDisplayName());
    }

    /** What is shown with tweets but does not lie with them; null is what is not known. */
    private final class Extras {
        private final List<Long> tweets;
        private final @Nullable EngagementJson[] engagement;
        private final @Nullable ViewerJson[] marks;

        /** @param countsHere of the tweet in a place, where they are in memory */
        Extras(List<Long> tweets, IntFunction<@Nullable Engagement> countsHere, @Nullable List<Long> viewers) {
            this.tweets = tweets;
            engagement = new EngagementJson[tweets.size()];
            marks = new ViewerJson[tweets.size()];
            List<Integer> uncounted = countedHere(countsHere);
            List<Integer> unmarked = viewers == null ? List.of() : markedHere(viewers);
            if (!uncounted.isEmpty() || !unmarked.isEmpty()) {
                Fetch.Batch batch = fetch.batch();
                Runnable counted = counted(batch, uncounted);
                Runnable marked = viewers == null ? () -> {} : marked(batch, unmarked, viewers);
                batch.run(WITHIN);
                counted.run();
                marked.run();
            }
        }

        /** Enters the counts that are in memory; the places of the others. */
        private List<Integer> countedHere(IntFunction<@Nullable Engagement> countsHere) {
            List<Integer> others = new ArrayList<>();
            for (int place = 0; place < engagement.length; place++) {
                Engagement counts = countsHere.apply(place);
                if (counts == null) {
                    others.add(place);
                } else {
                    engagement[place] = show(counts);
                }
            }
            return others;
        }

        /** Enters the marks that are in memory; the places of the others. */
        private List<Integer> markedHere(List<Long> viewers) {
            List<Integer> others = new ArrayList<>();
            Long viewer = null;
            Marks known = null;
            for (int place = 0; place < marks.length; place++) {
                long tweet = tweets.get(place);
                if (!viewers.get(place).equals(viewer)) {
                    viewer = viewers.get(place);
                    known = here.marks(viewer);
                }
                if (known == null || !known.knows(tweet)) {
                    others.add(place);
                } else {
                    marks[place] = show(known.likes(tweet), known.dislikes(tweet), known.retweeted(tweet));
                }
            }
            return others;
        }

        /** Asks for counts; what it answers enters them. */
        private Runnable counted(Fetch.Batch batch, List<Integer> places) {
            Asked<Long, Engagement> asked = batch.ask(
                    fetch.lookups().engagement(),
                    places.stream().map(tweets::get).toList());
            return () -> {
                for (int i = 0; i < places.size(); i++) {
                    Engagement counts = asked.get(i);
                    engagement[places.get(i)] =
                            !asked.knows(i) ? null : counts == null ? EngagementJson.NONE : show(counts);
                }
            };
        }

        /** Asks for marks; what it answers enters them. */
        private Runnable marked(Fetch.Batch batch, List<Integer> places, List<Long> viewers) {
            List<IdPair> pairs = places.stream()
                    .map(place -> new IdPair(viewers.get(place), tweets.get(place)))
                    .toList();
            Asked<IdPair, Reaction> reactions = batch.ask(fetch.lookups().reactions(), pairs);
            Asked<IdPair, Long> retweeted = batch.ask(fetch.lookups().retweeted(), pairs);
            return () -> {
                for (int i = 0; i < places.size(); i++) {
                    if (reactions.knows(i) && retweeted.knows(i)) {
                        Reaction reaction = reactions.get(i);
                        marks[places.get(i)] = show(
                                reaction != null && reaction.getKind() == ReactionKind.LIKE,
                                reaction != null && reaction.getKind() == ReactionKind.DISLIKE,
                                retweeted.get(i) != null);
                    }
                }
            };
        }

        @Nullable
        EngagementJson engagement(int place) {
            return engagement[place];
        }

        @Nullable
        ViewerJson marks(int place) {
            return marks[place];
        }
    }
}
