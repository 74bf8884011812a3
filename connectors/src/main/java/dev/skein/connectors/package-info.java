/**
 * Kafka Connect's side of the system: configurations of connectors, as files that anybody can also send to a Connect of
 * their own, and what fills in the places that differ. The plug-ins lie in the packages below; what both sinks do alike is
 * here.
 */
@NullMarked
package dev.skein.connectors;

import org.jspecify.annotations.NullMarked;
