package dev.skein.streams;

/** Spreads ids evenly, whose bits say when and where they were made (Knuth, The Art of Computer Programming, 6.4). */
public final class FibonacciHash {
    private FibonacciHash() {}

    /** A number below 2³², of which the highest bits are the best. */
    public static long of(long id) {
        return (id * 0x9E3779B97F4A7C15L) >>> Integer.SIZE;
    }

    /** A number below 2 to the power of {@code bits}, which are 1 to 31. */
    public static int below(int bits, long id) {
        return (int) (of(id) >>> (Integer.SIZE - bits));
    }
}
