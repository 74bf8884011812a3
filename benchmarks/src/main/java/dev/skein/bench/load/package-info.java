/**
 * Finds out what Skein carries, over HTTP and on a synthetic graph.
 *
 * <p>{@link dev.skein.bench.load.BenchCommand} starts a system of its own, or takes one that runs. {@link
 * dev.skein.bench.load.Graph} makes up who follows whom; {@link dev.skein.bench.load.World} brings people, edges and sessions
 * into the system. Then, in rounds: {@link dev.skein.bench.load.PostPhase} posts as fast as posts are accepted and {@link
 * dev.skein.bench.load.Delivered} finds when all of it is readable, and that it is right; {@link
 * dev.skein.bench.load.ReadPhase} reads home timelines; {@link dev.skein.bench.load.LatencyPhase} posts at half the rate and
 * measures how long a follower waits. {@link dev.skein.bench.load.Results} says what came of it.
 * {@link dev.skein.bench.load.StreamsCommand} opens very many streams instead.
 *
 * <p>It shares the cores with what it measures, so it is one thread that does little: see {@code client}.
 */
@NullMarked
package dev.skein.bench.load;

import org.jspecify.annotations.NullMarked;
