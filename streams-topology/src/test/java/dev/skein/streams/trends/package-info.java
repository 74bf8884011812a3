/** Tests of [trends]. */
@org.jspecify.annotations.NullMarked
package dev.skein.streams.trends;
