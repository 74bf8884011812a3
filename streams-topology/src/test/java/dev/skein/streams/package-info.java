/** What the tests of all topologies share. */
@org.jspecify.annotations.NullMarked
package dev.skein.streams;
