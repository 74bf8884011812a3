/**
 * {@code skein bench fanout|reads|latency|restart|sinks|engagement|trends}: the marks of Skein, each taken in one run on
 * one machine beside the peer, or the exact count, that it is compared with. A {@link dev.skein.bench.marks.Stage} holds the real servers of one run, a
 * {@link dev.skein.bench.marks.Population} the people, an {@link dev.skein.bench.marks.EventWriter} fills topics in
 * bulk, and each command measures its own few numbers.
 */
@NullMarked
package dev.skein.bench.marks;

import org.jspecify.annotations.NullMarked;
