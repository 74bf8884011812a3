package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagCount;
import dev.skein.schemas.store.LanguageCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hashtag in a minute or an hour, while changes to it are collected. */
final class TagCount {
    private static final int FORMS_MAX = 16;

    private static final class Part {
        private final Authors authors = new Authors();
        private long uses;
        private long moments;
    }

    private final Map<String, Part> byLanguage = new TreeMap<>();
    private final Map<String, Long> written = new HashMap<>(2);
    private long uses;
    private long minutes;

    TagCount(@Nullable HashtagCount stored) {
        if (stored != null) {
            minutes = stored.getMinutes();
            written.putAll(stored.getWritten());
            for (LanguageCount count : stored.getLanguages()) {
                Part part = new Part();
                part.uses = count.getUses();
                part.moments = count.getMoments();
                part.authors.add(count.getAuthors());
                byLanguage.put(count.getLang(), part);
                uses += part.uses;
            }
        }
    }

    void add(HashtagChange change) {
        Part part = byLanguage.computeIfAbsent(change.getLang(), lang -> new Part());
        long before = part.uses;
        part.uses += change.getUses();
        part.moments += change.getUses() * TrendWindow.minuteNumber(change.getMinute());
        part.authors.add(change.getAuthors());
        if (part.uses <= 0) {
            byLanguage.remove(change.getLang());
        }
        uses += Math.max(0, part.uses) - before;
        minutes = byLanguage.isEmpty() ? 0 : minutes | TagCounts.bit(change.getMinute());
        addForm(written, change.getWritten(), change.getUses());
    }

    /** In which minutes of an hour, a bit for each. */
    long minutes() {
        return minutes;
    }

    /** Tweets in all languages. */
    long uses() {
        return uses;
    }

    /** To be kept; null where nothing counts any more. */
    @Nullable
    HashtagCount stored() {
        if (byLanguage.isEmpty()) {
            return null;
        }
        List<LanguageCount> languages = new ArrayList<>(byLanguage.size());
        byLanguage.forEach(
                (lang, part) -> languages.add(new LanguageCount(lang, part.uses, part.moments, part.authors.bytes())));
        return new HashtagCount(languages, new HashMap<>(written), minutes);
    }

    /** Counts how people write a hashtag; of very many forms the first ones. */
    static void addForm(Map<String, Long> written, String form, long uses) {
        if (written.containsKey(form) || (uses > 0 && written.size() < FORMS_MAX)) {
            written.merge(form, uses, (a, b) -> a + b <= 0 ? null : Long.valueOf(a + b));
        }
    }
}
