/** Tests of [home]. */
@org.jspecify.annotations.NullMarked
package dev.skein.streams.home;
