package dev.skein.streams.home;

import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import org.jspecify.annotations.Nullable;

/**
 * A line of a home timeline, whole: with the newest body and the newest names known to the reader's partition.
 *
 * @param id where it stands: the tweet's id, or the retweet's own; the cursor of a page that ends here
 * @param tweet what is shown
 * @param retweetedBy who passed it on; null where it is the tweet itself
 */
public record TimelineEntry(long id, Tweet tweet, @Nullable Author retweetedBy) {}
