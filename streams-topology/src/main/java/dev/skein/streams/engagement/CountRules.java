package dev.skein.streams.engagement;

import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.store.UserCounts;
import org.jspecify.annotations.Nullable;

/** Adding up counts. What is added may be negative. */
final class CountRules {
    static final Engagement NO_ENGAGEMENT = new Engagement(0L, 0L, 0L, 0L, 0L);
    private static final UserCounts NO_COUNTS = new UserCounts(0L, 0L, 0L);

    private CountRules() {}

    static Engagement plus(Engagement sum, Engagement more) {
        return new Engagement(
                sum.getLikes() + more.getLikes(),
                sum.getDislikes() + more.getDislikes(),
                sum.getRetweets() + more.getRetweets(),
                sum.getReplies() + more.getReplies(),
                sum.getQuotes() + more.getQuotes());
    }

    static UserCounts plus(@Nullable UserCounts counts, UserCounts more) {
        UserCounts sum = counts == null ? NO_COUNTS : counts;
        return new UserCounts(
                sum.getFollowers() + more.getFollowers(),
                sum.getFollowing() + more.getFollowing(),
                sum.getTweets() + more.getTweets());
    }

    static UserCounts followers(long more) {
        return new UserCounts(more, 0L, 0L);
    }

    static UserCounts following(long more) {
        return new UserCounts(0L, more, 0L);
    }

    static UserCounts tweets(long more) {
        return new UserCounts(0L, 0L, more);
    }
}
