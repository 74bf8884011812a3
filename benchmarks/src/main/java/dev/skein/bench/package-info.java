/**
 * What stands outside of Skein and uses it as anyone could, over HTTP: it plays real activity into it ({@code replay}),
 * fills it with something to look at ({@code demo}) and finds out how fast it is ({@code bench}).
 *
 * <p>{@link dev.skein.bench.Main} is the command line. {@code client} speaks to the APIs, {@code replay}, {@code demo},
 * {@code load}, {@code marks} and {@code report} are the commands, {@code console} shows how far they are.
 */
@NullMarked
package dev.skein.bench;

import org.jspecify.annotations.NullMarked;
