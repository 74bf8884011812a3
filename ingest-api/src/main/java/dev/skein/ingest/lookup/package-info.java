/**
 * What a write has to know of what was written before. {@link dev.skein.ingest.lookup.Lookups} asks the tweets this instance has just written, then the query API, and says so when nobody
 * answers in time; what that means for the call is the caller's to decide.
 */
@NullMarked
package dev.skein.ingest.lookup;

import org.jspecify.annotations.NullMarked;
