/**
 * Streams: what happens, told at once to whoever has one open, at whichever instance that is.
 *
 * <p>A {@link dev.skein.query.live.LiveStream} is one client's. It knows how far the client has come ({@link dev.skein.query.live.StreamPosition}) and what is yet to be read. {@link
 * dev.skein.query.live.Streams} looks after all of them: tokens, pings, who is here.
 *
 * <p>Timelines: the stream thread of [home] tells {@link dev.skein.query.live.LocalWatching} which entries entered the timelines that are watched; it reads them as a page would, and tells {@link
 * dev.skein.query.live.Watches} of this instance, or through {@link dev.skein.query.live.PeerSockets} those of another ({@link dev.skein.query.live.PeerWatching}), over one connection per pair of instances.
 *
 * <p>Notifications and counts: a {@link dev.skein.query.live.TopicTail} hears that something has changed. Of notifications the page is asked for ({@link dev.skein.query.live.Notices}), so that a
 * stream tells what successive pages show; counts come with the topic, and are gathered ({@link dev.skein.query.live.ShownTweets}).
 */
@NullMarked
package dev.skein.query.live;

import org.jspecify.annotations.NullMarked;
