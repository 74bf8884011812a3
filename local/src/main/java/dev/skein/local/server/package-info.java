/**
 * What runs on one machine: one record per server.
 *
 * <p>{@link dev.skein.local.server.Server} is the list of them. Each says what it is called, which ports it takes,
 * what has to be there before its first start ({@code prepare}), its command line and files
 * ({@link dev.skein.local.server.Launch}), and how to tell that it is ready. None of them starts anything: that is the
 * business of {@code dev.skein.local.system}.
 *
 * <p>{@link dev.skein.local.server.Checkout} knows where Maven put the programs, {@link dev.skein.local.server.Home}
 * where data, logs and configuration lie.
 */
@NullMarked
package dev.skein.local.server;

import org.jspecify.annotations.NullMarked;
