@NullMarked
package dev.skein.ingest.session;

import org.jspecify.annotations.NullMarked;
