/** Tests of [author]. */
@org.jspecify.annotations.NullMarked
package dev.skein.streams.author;
