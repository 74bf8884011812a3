/**
 * The application of readers: their home timelines, and how they stand to others. Read
 * {@link dev.skein.streams.home.HomeTopology} first; {@link dev.skein.streams.home.Timelines} is what a query asks.
 */
@NullMarked
package dev.skein.streams.home;

import org.jspecify.annotations.NullMarked;
