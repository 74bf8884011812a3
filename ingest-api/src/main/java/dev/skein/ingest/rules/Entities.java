package dev.skein.ingest.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tweet's text refers to.
 *
 * <p>A hashtag is {@code #} and letters (with their marks), digits and underscores of any script, at least one of them a letter; a mention is {@code @} and a handle. Neither begins inside a word
 * ({@code a#b}, {@code me@example.org}) or a web address, and {@code @a@b} is an address elsewhere, not a mention. Each is named once, without case, as first written.
 *
 * @param hashtags without {@code #}
 * @param handles without {@code @}; whether they are anybody's is not known here
 */
public record Entities(List<String> hashtags, List<String> handles) {
    private static final String WORD = "\\p{L}\\p{M}\\p{Nd}_";
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?<![" + WORD + "])(?:[a-z][a-z0-9+.-]{1,15}://|www\\.)\\S+");
    private static final Pattern HASHTAG = Pattern.compile("(?<![" + WORD + "&/#＃@])[#＃]([" + WORD + "]+)");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern MENTION =
            Pattern.compile("(?<![" + WORD + "@＠/])[@＠]([A-Za-z0-9_]{1,30})(?![" + WORD + "@＠])");

    public Entities {
        hashtags = List.copyOf(hashtags);
        handles = List.copyOf(handles);
    }

    public static Entities of(String text) {
        if (text.indexOf('#') < 0 && text.indexOf('@') < 0 && text.indexOf('＃') < 0 && text.indexOf('＠') < 0) {
            return new Entities(List.of(), List.of());
        }
        String withoutAddresses = ADDRESS.matcher(text).replaceAll(" ");
        Map<String, String> hashtags = new LinkedHashMap<>();
        Matcher hashtag = HASHTAG.matcher(withoutAddresses);
        while (hashtag.find()) {
            if (LETTER.matcher(hashtag.group(1)).find()) {
                hashtags.putIfAbsent(hashtag.group(1).toLowerCase(Locale.ROOT), hashtag.group(1));
            }
        }
        Map<String, String> handles = new LinkedHashMap<>();
        Matcher mention = MENTION.matcher(withoutAddresses);
        while (mention.find()) {
            handles.putIfAbsent(mention.group(1).toLowerCase(Locale.ROOT), mention.group(1));
        }
        return new Entities(new ArrayList<>(hashtags.values()), new ArrayList<>(handles.values()));
    }
}
