@NullMarked
package dev.skein.ingest;

import org.jspecify.annotations.NullMarked;
