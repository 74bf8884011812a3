/**
 * The archive: what an author's timeline in the stores no longer lists, because it is older than their newest tweets. It is
 * asked for ids only; which of them stand, and what they say, the stores know.
 */
@NullMarked
package dev.skein.query.archive;

import org.jspecify.annotations.NullMarked;
