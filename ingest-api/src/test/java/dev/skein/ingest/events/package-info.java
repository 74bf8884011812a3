@NullMarked
package dev.skein.ingest.events;

import org.jspecify.annotations.NullMarked;
