/**
 * Applications without Kafka Streams, whose steps come in any order that Kafka allows, and who are killed anywhere: their own
 * processors over topics and stores in memory. A history takes ten milliseconds, where a test driver takes fifty for its start alone; what
 * connects the processors is tested with the driver.
 */
@org.jspecify.annotations.NullMarked
package dev.skein.streams.disorder;
