/**
 * The topology of [engagement]: who reacted, the index of replies, all counts.
 *
 * <p>Read {@link dev.skein.streams.engagement.EngagementTopology} first. What people do is settled in their own shard,
 * where their events stand in order: {@link dev.skein.streams.engagement.ReactionProcessor},
 * {@link dev.skein.streams.engagement.RetweetProcessor}, {@link dev.skein.streams.engagement.TweetProcessor},
 * {@link dev.skein.streams.engagement.FollowEdgeProcessor}. What that means to a tweet or to another person goes to their
 * shard and is counted there: {@link dev.skein.streams.engagement.EngagementProcessor},
 * {@link dev.skein.streams.engagement.FollowerCountProcessor}.
 */
@NullMarked
package dev.skein.streams.engagement;

import org.jspecify.annotations.NullMarked;
