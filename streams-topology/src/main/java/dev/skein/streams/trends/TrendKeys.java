package dev.skein.streams.trends;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Under which key the topic and the store {@code trends} hold which list. */
public final class TrendKeys {
    private static final int TAG_CHARS_MAX = 35;
    /** Two and three letters → two letters: what ISO 639-1 names, so that nobody can make up ever more languages. */
    private static final Map<String, String> LANGUAGES = languages();

    private TrendKeys() {}

    /**
     * The key of a list.
     *
     * @param window 1h or 24h
     * @param language as {@link #language} tells it; empty: all tweets
     */
    public static String of(String window, String language) {
        return language.isEmpty() ? window : window + "/" + language;
    }

    /** The language of a BCP 47 tag, without region and script, in two letters; empty where it is not one of ISO 639-1. */
    public static String language(@Nullable String tag) {
        if (tag == null || tag.length() > TAG_CHARS_MAX) {
            return "";
        }
        int end = tag.indexOf('-');
        String primary = (end < 0 ? tag : tag.substring(0, end)).toLowerCase(Locale.ROOT);
        return LANGUAGES.getOrDefault(primary, "");
    }

    private static Map<String, String> languages() {
        Map<String, String> languages = new HashMap<>();
        for (String two : Locale.getISOLanguages()) {
            Locale locale = Locale.forLanguageTag(two);
            // Some have two codes, an old one and a new one.
            languages.put(two, locale.getLanguage());
            languages.put(locale.getISO3Language(), locale.getLanguage());
        }
        return Map.copyOf(languages);
    }
}
