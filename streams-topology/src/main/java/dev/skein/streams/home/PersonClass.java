package dev.skein.streams.home;

/** How somebody takes part. Each person is in one class: the first that they belong to. */
public enum PersonClass {
    /** More follow them than are fanned out to. */
    FAMOUS,
    /** They have a stream open. */
    LIVE,
    /** They read or posted of late. */
    ACTIVE,
    /** They read of late, and have not posted for long. */
    PASSIVE,
    /** They did neither: nothing is kept for them. */
    INACTIVE
}
