package dev.skein.query.search;

import dev.skein.http.ApiException;
import dev.skein.http.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person searches for: all of it must be there.
 *
 * @param words separated by blanks
 * @param phrases between quotation marks; one that is not closed goes on to the end
 * @param hashtags after #, without it
 */
record Terms(List<String> words, List<String> phrases, List<String> hashtags) {
    /** In code points. */
    static final int LENGTH_MAX = 200;

    private static final Pattern TERM = Pattern.compile("\"([^\"]*)\"?|#([\\p{L}\\p{M}\\p{N}_]+)|([^\\s\"]+)");

    Terms {
        words = List.copyOf(words);
        phrases = List.copyOf(phrases);
        hashtags = List.copyOf(hashtags);
    }

    /** @throws ApiException 400 that names {@code q} */
    static Terms parse(@Nullable String q) {
        if (q == null || q.isBlank()) {
            throw ApiException.badRequest("q", "must say what to search for");
        }
        String problem = Texts.problem(q, 1, LENGTH_MAX, false);
        if (problem != null) {
            throw ApiException.badRequest("q", problem);
        }
        List<String> words = new ArrayList<>();
        List<String> phrases = new ArrayList<>();
        List<String> hashtags = new ArrayList<>();
        Matcher term = TERM.matcher(q);
        while (term.find()) {
            add(phrases, term.group(1));
            add(hashtags, term.group(2));
            add(words, term.group(3));
        }
        if (words.isEmpty() && phrases.isEmpty() && hashtags.isEmpty()) {
            throw ApiException.badRequest("q", "must say what to search for");
        }
        return new Terms(words, phrases, hashtags);
    }

    private static void add(List<String> to, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            to.add(text);
        }
    }
}
