/**
 * Who is asked for what. {@link dev.skein.query.routing.Owners} knows which instance holds which partition of a store;
 * {@link dev.skein.query.routing.Routing} puts those worth asking in order, with {@link dev.skein.query.routing.DeadPeers}
 * as its memory of who just failed. Decisions only: {@code web} forwards requests, {@code fetch} looks keys up.
 */
@NullMarked
package dev.skein.query.routing;

import org.jspecify.annotations.NullMarked;
