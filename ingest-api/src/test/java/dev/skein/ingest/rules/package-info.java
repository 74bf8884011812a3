@NullMarked
package dev.skein.ingest.rules;

import org.jspecify.annotations.NullMarked;
