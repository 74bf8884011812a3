/** Values in Confluent's wire format, for a Connect worker that has no converter of Confluent's. */
@NullMarked
package dev.skein.connectors.avro;

import org.jspecify.annotations.NullMarked;
