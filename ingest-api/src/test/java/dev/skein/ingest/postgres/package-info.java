@NullMarked
package dev.skein.ingest.postgres;

import org.jspecify.annotations.NullMarked;
