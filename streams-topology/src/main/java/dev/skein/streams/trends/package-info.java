/**
 * The topology of [trends]: hashtags in windows of an hour and a day that step by a minute.
 *
 * <p>Read {@link dev.skein.streams.trends.TrendsTopology} first. {@link dev.skein.streams.trends.TweetTagsProcessor}
 * knows which tweet counts for what (and {@link dev.skein.streams.trends.NewestTweets} which is new), and {@link dev.skein.streams.trends.OutgoingChanges} sums that up until a commit.
 * {@link dev.skein.streams.trends.HashtagProcessor} counts by minute and hour:
 * {@link dev.skein.streams.trends.TagCounts} holds all hashtags, on disk;
 * {@link dev.skein.streams.trends.Candidates} the few that may be among the best, each with its windows as a
 * {@link dev.skein.streams.trends.TagWindow}. {@link dev.skein.streams.trends.TopTrendsProcessor} puts the partitions'
 * tops together. What counts for how much stands in {@link dev.skein.streams.trends.TrendsRules}, and why in
 * docs/decisions/0045.
 */
@NullMarked
package dev.skein.streams.trends;

import org.jspecify.annotations.NullMarked;
