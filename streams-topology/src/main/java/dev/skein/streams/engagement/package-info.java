/** The topology of [engagement]: who reacted, the index of replies, all counts. */
@NullMarked
package dev.skein.streams.engagement;

import org.jspecify.annotations.NullMarked;
