@NullMarked
package dev.skein.ingest.api;

import org.jspecify.annotations.NullMarked;
