package dev.skein.query.live;

/**
 * What whoever shows a tweet is told of it, its counts apart.
 *
 * @param json of its data
 */
public record TweetNews(long tweet, String event, String json) {
    /** It is not there any more. */
    public static TweetNews removed(long tweet) {
        return new TweetNews(tweet, "removed", "{\"id\":\"" + tweet + "\"}");
    }

    /**
     * It says something else.
     *
     * @param json of the tweet as it now is
     */
    public static TweetNews edited(long tweet, String json) {
        return new TweetNews(tweet, "edited", json);
    }
}
