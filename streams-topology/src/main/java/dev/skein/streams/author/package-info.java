/**
 * The application of authors: their tweets, their followers, their timelines, and the fan-out into {@code deliveries}.
 * Read {@link dev.skein.streams.author.AuthorTopology} first.
 */
@NullMarked
package dev.skein.streams.author;

import org.jspecify.annotations.NullMarked;
