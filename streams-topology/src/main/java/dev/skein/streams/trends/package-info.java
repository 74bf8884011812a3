/** The topology of [trends]: hashtags in windows. */
@NullMarked
package dev.skein.streams.trends;

import org.jspecify.annotations.NullMarked;
