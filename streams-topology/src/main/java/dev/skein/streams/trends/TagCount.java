package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagCount;
import dev.skein.schemas.store.LanguageCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hashtag in a minute or an hour, while changes to it are collected. */
final class TagCount {
    private static final class Part {
        private final Authors authors = new Authors();
        private long uses;
        private long moments;
    }

    private final Map<String, Part> byLanguage = new TreeMap<>();
    private final Forms forms = new Forms();
    private long uses;
    private long minutes;

    TagCount(@Nullable HashtagCount stored) {
        if (stored != null) {
            minutes = stored.getMinutes();
            forms.load(stored.getWritten(), stored.getWriters());
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
        forms.add(
                change.getWritten(),
                change.getUses(),
                people -> people.add(change.getAuthors()),
                (only, everybody) -> byLanguage.values().forEach(part -> everybody.add(part.authors.bytes())));
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
        return new HashtagCount(languages, forms.uses(), minutes, forms.writers());
    }
}
