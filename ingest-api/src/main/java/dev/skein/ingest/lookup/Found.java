package dev.skein.ingest.lookup;

/** What came of asking for something. */
public sealed interface Found<T> {

    /** It is there. */
    record Present<T>(T value) implements Found<T> {}

    /** It is not, and whoever says so has seen everything that was written before we asked. */
    record Absent<T>() implements Found<T> {}

    /** Nobody answered in time. */
    record Unknown<T>() implements Found<T> {}
}
