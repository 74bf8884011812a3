/**
 * The topology of [suggestions]: whom people may want to follow, because those whom they follow do.
 *
 * <p>Read {@link dev.skein.streams.suggestions.SuggestionsTopology} first.
 * {@link dev.skein.streams.suggestions.FollowProcessor} knows who follows whom,
 * {@link dev.skein.streams.suggestions.FollowerProcessor} tells a new follower whom one follows,
 * {@link dev.skein.streams.suggestions.TellFollowersProcessor} tells the others of new follows, and
 * {@link dev.skein.streams.suggestions.CandidateProcessor} makes candidates of what people were told, as
 * {@link dev.skein.streams.suggestions.CandidateRules} say.
 */
@NullMarked
package dev.skein.streams.suggestions;

import org.jspecify.annotations.NullMarked;
