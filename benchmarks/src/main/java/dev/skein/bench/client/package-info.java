/**
 * Speaks HTTP/1.1 to the two APIs so cheaply that the one who measures hardly shows in what is measured.
 *
 * <p>Read in this order: a {@link dev.skein.bench.client.Request} is encoded once into the bytes that go over the wire;
 * {@link dev.skein.bench.client.Api} knows the calls of DESIGN §6 and makes them; the {@link
 * dev.skein.bench.client.HttpLoop}, one thread with a selector, sends them over a bounded number of connections to each
 * {@link dev.skein.bench.client.Origin} that are kept alive; a {@link dev.skein.bench.client.Answer} comes back to a
 * callback on that same thread. So what drives a load (the replay's order of calls, the bench's counters) is written
 * without locks. Nothing is parsed but what is asked for ({@link dev.skein.bench.client.Json}).
 */
@NullMarked
package dev.skein.bench.client;

import org.jspecify.annotations.NullMarked;
