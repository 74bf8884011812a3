/** Tests of what ingest asks others. */
@NullMarked
package dev.skein.ingest.lookup;

import org.jspecify.annotations.NullMarked;
