/** Demo. */
@NullMarked
package dev.skein.bench.demo;

import org.jspecify.annotations.NullMarked;
