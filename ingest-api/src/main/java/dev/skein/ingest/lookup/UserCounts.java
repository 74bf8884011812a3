package dev.skein.ingest.lookup;

/** The numbers shown with a person. */
public record UserCounts(long followers, long following, long tweets) {}
