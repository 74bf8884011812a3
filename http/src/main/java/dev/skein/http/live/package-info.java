/**
 * Connections that last: what both APIs need to send over them without a thread that waits. An {@link dev.skein.http.live.Outbox} holds what a client has not read
 * yet, up to a bound; a {@link dev.skein.http.live.Channel} writes one message at a time, to a WebSocket ({@link dev.skein.http.live.SocketChannel}) or as Server-Sent Events
 * ({@link dev.skein.http.live.EventChannel}). {@link dev.skein.http.live.Closing} says why one ends.
 */
@NullMarked
package dev.skein.http.live;

import org.jspecify.annotations.NullMarked;
