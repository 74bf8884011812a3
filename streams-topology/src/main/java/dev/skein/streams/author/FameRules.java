package dev.skein.streams.author;

/** Who is famous. Whoever is stays so until a fifth of the threshold is lost, so that nobody is now this, now that. */
final class FameRules {
    private FameRules() {}

    /**
     * Whether an author is famous from now on.
     *
     * @param was whether they were
     * @param followers how many they have, at least
     * @param threshold famous are those with more; 0: nobody is
     */
    static boolean famous(boolean was, long followers, int threshold) {
        if (threshold == 0) {
            return false;
        }
        return was ? followers > threshold - threshold / 5 : followers > threshold;
    }
}
