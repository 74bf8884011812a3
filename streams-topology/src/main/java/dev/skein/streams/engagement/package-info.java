/**
 * The topology of [engagement]: who reacted, the index of replies, all counts.
 *
 * <p>Read {@link dev.skein.streams.engagement.EngagementTopology} first. What people do is settled in their own shard,
 * where their events stand in order: {@link dev.skein.streams.engagement.ReactionProcessor},
 * {@link dev.skein.streams.engagement.RetweetProcessor}, {@link dev.skein.streams.engagement.TweetProcessor},
 * {@link dev.skein.streams.engagement.FollowEdgeProcessor}. What that means to a tweet is summed up until the commit
 * ({@link dev.skein.streams.engagement.OutgoingSums}), goes to the tweet's shard, and is listed and counted there:
 * {@link dev.skein.streams.engagement.EngagementProcessor}, {@link dev.skein.streams.engagement.CountProcessor}; what it
 * means to another person likewise, {@link dev.skein.streams.engagement.FollowerCountProcessor}. Why it is so:
 * docs/decisions/0046.
 */
@NullMarked
package dev.skein.streams.engagement;

import org.jspecify.annotations.NullMarked;
