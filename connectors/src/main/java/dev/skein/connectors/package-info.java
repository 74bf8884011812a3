/**
 * Kafka Connect's side of the system: configurations of connectors, as files that anybody can also send to a Connect of
 * their own, and what fills in the places that differ.
 */
@NullMarked
package dev.skein.connectors;

import org.jspecify.annotations.NullMarked;
