package dev.skein.bench.replay;

/** Choices that look random and are a function of what they are made for: the same input makes the same replay. */
public final class Mix {
    private Mix() {}

    /** Spreads the bits of two numbers over a third (the finaliser of SplitMix64, Steele and others 2014). */
    public static long of(long a, long b) {
        long z = a * 0x9E3779B97F4A7C15L + b * 0xD1B54A32D192ED03L + 0x632BE59BD9B4E019L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A number from 0 up to a bound, not including it. */
    public static int below(int bound, long a, long b) {
        return (int) Long.remainderUnsigned(of(a, b), bound);
    }

    /** A number from 0 up to a bound with the odds of Zipf's law: n is chosen in proportion to about 1 / (n + 1). */
    public static int zipf(int bound, long a, long b) {
        double unit = (of(a, b) >>> 11) * 0x1.0p-53;
        return Math.min(bound - 1, (int) Math.pow(bound + 1.0, unit) - 1);
    }
}
