package dev.skein.ingest.rules;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a tweet may hold beside its text. */
public final class TweetRules {
    private static final int LANG_MAX = 35;
    private static final Pattern LANG = Pattern.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*");

    private TweetRules() {}

    /** A language tag as BCP 47 shapes it; that it names a language is not looked up. */
    public static @Nullable String lang(String lang) {
        return lang.length() <= LANG_MAX && LANG.matcher(lang).matches()
                ? null
                : "is not a BCP 47 language tag, such as en or pt-BR";
    }
}
