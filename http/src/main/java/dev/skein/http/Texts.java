package dev.skein.http;

import org.jspecify.annotations.Nullable;

/** What text may be: counted in code points, free of control characters and of halves of surrogate pairs, never trimmed or normalised. */
public final class Texts {
    /** The length of a tweet in code points. */
    public static final int TWEET_MAX = 280;

    private Texts() {}

    /** What is wrong with a tweet's text, or null. */
    public static @Nullable String tweetProblem(String text) {
        return problem(text, 1, TWEET_MAX, true);
    }

    /** What is wrong with the text of a tweet that has media, or null: there may be none. */
    public static @Nullable String captionProblem(String text) {
        return text.isEmpty() ? null : tweetProblem(text);
    }

    /**
     * What is wrong with {@code text}, or null.
     *
     * @param min the fewest code points; if at least 1, white space alone does not do either
     * @param max the most code points
     * @param lines whether line feed and tab are allowed
     */
    public static @Nullable String problem(String text, int min, int max, boolean lines) {
        if (text.length() < min) {
            return "must not be empty";
        }
        int count = 0;
        boolean blank = true;
        for (int i = 0; i < text.length(); count++) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (Character.getType(codePoint) == Character.SURROGATE) {
                return "holds an unpaired surrogate";
            }
            if (Character.getType(codePoint) == Character.CONTROL
                    && !(lines && (codePoint == '\n' || codePoint == '\t'))) {
                return String.format("holds the control character U+%04X", codePoint);
            }
            blank &= Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
        }
        if (count > max) {
            return "has " + count + " code points, at most " + max + " are allowed";
        }
        if (count < min) {
            return "must have at least " + min + " code points";
        }
        return min > 0 && blank ? "must not be only white space" : null;
    }

    /** Whether every surrogate in {@code text} has its other half. */
    public static boolean isWellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
