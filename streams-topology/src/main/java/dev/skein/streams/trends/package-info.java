/**
 * The topology of [trends]: hashtags in windows of an hour and a day that step by a minute.
 *
 * <p>Read {@link dev.skein.streams.trends.TrendsTopology} first. {@link dev.skein.streams.trends.TweetTagsProcessor}
 * knows which tweet counts for what, {@link dev.skein.streams.trends.HashtagProcessor} counts by minute and finds the top
 * of its partition, {@link dev.skein.streams.trends.TopTrendsProcessor} puts the partitions' tops together. What counts
 * for how much stands in {@link dev.skein.streams.trends.TrendsRules}.
 */
@NullMarked
package dev.skein.streams.trends;

import org.jspecify.annotations.NullMarked;
