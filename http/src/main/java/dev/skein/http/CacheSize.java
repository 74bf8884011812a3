package dev.skein.http;

/**
 * How much a cache may hold, as a share of the heap. Caffeine drops what is least used when it is full, and notes what is
 * used from when it is half full on, which costs more than to find it: so there is room for all who are likely to come.
 */
public final class CacheSize {
    private CacheSize() {}

    /**
     * How many entries.
     *
     * @param share one part of so many, if all are there
     * @param entryBytes what one takes, about
     */
    public static long of(int share, int entryBytes) {
        return Runtime.getRuntime().maxMemory() / share / entryBytes;
    }
}
