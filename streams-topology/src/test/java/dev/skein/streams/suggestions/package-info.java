/** Tests of [suggestions]. */
@org.jspecify.annotations.NullMarked
package dev.skein.streams.suggestions;
