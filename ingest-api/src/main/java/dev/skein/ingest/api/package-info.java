/**
 * The calls. A handler parses, calls and responds; who may call is {@link dev.skein.ingest.api.Actors}' business, how often {@link dev.skein.ingest.api.WriteLimits}'. What a tweet goes through on its way
 * into the log is in {@link dev.skein.ingest.api.TweetWriter}.
 */
@NullMarked
package dev.skein.ingest.api;

import org.jspecify.annotations.NullMarked;
