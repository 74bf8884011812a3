/**
 * Plays recorded activity into Skein, and counts on its own what must come of it.
 *
 * <p>In the order of a run: {@link dev.skein.bench.replay.ActivityReader} reads the file into the columns of an {@link
 * dev.skein.bench.replay.Activity}. {@link dev.skein.bench.replay.Planner} decides, from nothing but that, which calls are
 * made: the {@link dev.skein.bench.replay.Plan}; {@link dev.skein.bench.replay.Words} makes up what is said, {@link
 * dev.skein.bench.replay.FollowGraph} who follows whom. {@link dev.skein.bench.replay.Replay} registers the people, makes the
 * edges and lets the {@link dev.skein.bench.replay.CallRunner} make the calls; each answer goes into the {@link
 * dev.skein.bench.replay.Outcomes} and onto disk into the {@link dev.skein.bench.replay.Journal}, from which an interrupted
 * run goes on. At the end {@link dev.skein.bench.replay.Tally} says what every timeline must hold, by the rules of DESIGN §5
 * written down a second time, and {@link dev.skein.bench.replay.Verification} compares the query API's answers with it.
 *
 * <p>People and tweets are numbered from 0 in the order in which they occur; ids are what Skein gave them.
 */
@NullMarked
package dev.skein.bench.replay;

import org.jspecify.annotations.NullMarked;
