package dev.skein.streams.home;

import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;

/**
 * A tweet as a delivery tells it: what decides who sees it, and all of it as bytes. Those are how a partition keeps it, so that
 * between the log and memory it never becomes objects, of which most would say what is known.
 *
 * @param authorId who wrote it
 * @param namesVersion of the author's names in it: the higher one is the newer
 * @param answered as {@link Body#answered(Long, Long)} says
 * @param version the higher one is the newer
 * @param bytes as {@link Body#bytes} makes them; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and one for each delivery.
record ToldTweet(long id, long authorId, long namesVersion, long answered, long version, byte[] bytes) {
    /** One that is there as objects. */
    static ToldTweet of(Tweet tweet) {
        Author author = tweet.getAuthor();
        return new ToldTweet(
                tweet.getId(),
                author.getId(),
                author.getVersion(),
                Body.answered(tweet.getInReplyTo(), tweet.getInReplyToAuthor()),
                tweet.getVersion(),
                Body.bytes(tweet));
    }

    /** What its author was called. Made anew at each call. */
    Author names() {
        return Body.tweet(bytes).getAuthor();
    }
}
