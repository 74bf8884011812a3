/**
 * {@code skein bench report}: from measured numbers to the documents that stand on them: the table and the plot of
 * docs/performance.md, and the arithmetic of docs/capacity.md. A test holds the documents against the numbers.
 */
@NullMarked
package dev.skein.bench.report;

import org.jspecify.annotations.NullMarked;
