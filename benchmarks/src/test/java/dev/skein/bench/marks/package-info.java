/** What the marks are measured on. */
@NullMarked
package dev.skein.bench.marks;

import org.jspecify.annotations.NullMarked;
