/** Documents follow from numbers. */
@NullMarked
package dev.skein.bench.report;

import org.jspecify.annotations.NullMarked;
