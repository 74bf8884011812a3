package dev.skein.streams.engagement;

import dev.skein.schemas.store.EngagementChange;
import dev.skein.schemas.store.EngagementChangeKind;
import dev.skein.schemas.store.TweetFacts;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Each tweet counts once, from the first one hears of it until it is deleted, which is final. */
final class TweetRules {
    /**
     * What an event comes to.
     *
     * @param facts what is known from now on
     * @param count what it adds to the author's tweets: 1, 0 or -1
     * @param told what the answered and the quoted tweet's shards are told
     */
    record Decision(TweetFacts facts, int count, List<Told> told) {}

    /** A change for one tweet. */
    record Told(long tweetId, EngagementChange change) {}

    private TweetRules() {}

    /** Empty where the event says nothing new. An edit of a tweet that is not known stands for it: the log is compacted. */
    static Optional<Decision> decide(@Nullable TweetFacts known, TweetEvent event) {
        Tweet tweet = event.getTweet();
        boolean deletes = event.getKind() == TweetEventKind.DELETED;
        if (known == null) {
            TweetFacts facts =
                    new TweetFacts(tweet.getAuthor().getId(), tweet.getInReplyTo(), tweet.getQuoteOf(), deletes);
            return Optional.of(
                    deletes ? new Decision(facts, 0, List.of()) : new Decision(facts, 1, told(tweet, facts)));
        }
        if (known.getDeleted() || !deletes) {
            return Optional.empty();
        }
        TweetFacts gone = new TweetFacts(known.getAuthorId(), known.getInReplyTo(), known.getQuoteOf(), true);
        return Optional.of(new Decision(gone, -1, told(tweet, gone)));
    }

    private static List<Told> told(Tweet tweet, TweetFacts facts) {
        List<Told> told = new ArrayList<>(2);
        Long parent = facts.getInReplyTo();
        if (parent != null) {
            told.add(told(
                    parent,
                    facts.getDeleted() ? EngagementChangeKind.REPLY_GONE : EngagementChangeKind.REPLIED,
                    tweet,
                    tweet.getInReplyToAuthor()));
        }
        Long quoted = facts.getQuoteOf();
        if (quoted != null) {
            told.add(told(
                    quoted,
                    facts.getDeleted() ? EngagementChangeKind.QUOTE_GONE : EngagementChangeKind.QUOTED,
                    tweet,
                    null));
        }
        return told;
    }

    private static Told told(long tweetId, EngagementChangeKind kind, Tweet tweet, @Nullable Long authorId) {
        return new Told(tweetId, new EngagementChange(kind, tweet.getAuthor().getId(), tweet.getId(), authorId));
    }
}
