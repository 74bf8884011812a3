/** What a person sees while a command runs: a bar on a terminal, plain lines in a log. */
@NullMarked
package dev.skein.bench.console;

import org.jspecify.annotations.NullMarked;
