/** Tests of [engagement]. */
@org.jspecify.annotations.NullMarked
package dev.skein.streams.engagement;
