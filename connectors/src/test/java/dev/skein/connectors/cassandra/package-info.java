@NullMarked
package dev.skein.connectors.cassandra;

import org.jspecify.annotations.NullMarked;
