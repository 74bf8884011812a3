/** Passwords and tokens: {@link dev.skein.ingest.session.Passwords} says whether it is you, {@link dev.skein.ingest.session.Tokens} puts it in writing. */
@NullMarked
package dev.skein.ingest.session;

import org.jspecify.annotations.NullMarked;
