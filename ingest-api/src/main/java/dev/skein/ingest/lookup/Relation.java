package dev.skein.ingest.lookup;

/** How one person stands to another. */
public record Relation(boolean following, boolean blocking, boolean blockedBy, boolean muting) {}
