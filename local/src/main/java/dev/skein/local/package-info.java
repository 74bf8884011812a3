/**
 * {@code scripts/skein}: the command line over {@link dev.skein.local.system.LocalSystem}.
 *
 * <p>Read {@link dev.skein.local.Main} for the commands, then {@link dev.skein.local.UpCommand}. What the processes
 * are stands in {@link dev.skein.local.server}, how they are started, watched and stopped in
 * {@link dev.skein.local.system}; that package is also what the end-to-end tests and the benchmarks use.
 */
@NullMarked
package dev.skein.local;

import org.jspecify.annotations.NullMarked;
