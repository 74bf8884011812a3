package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagCount;
import dev.skein.schemas.store.LanguageCount;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What a window holds of one hashtag, over all tweets and by language. Read from the counts once; then changes are added
 * and minutes that leave are taken away, whole numbers only, so that nothing is left behind. Sketches cannot subtract:
 * they are read anew when more than a hundredth of the uses has left.
 */
final class TagWindow {
    private static final long STALE_SHARE = 100;
    private static final long NEVER = -1;

    /** In a language, or over all tweets. */
    static final class Part {
        private long uses;
        /** Each use times its minute, counted from 1970. */
        private long moments;

        private long left;
        private Authors authors = new Authors();
        private double expected;

        long uses() {
            return uses;
        }

        /** No more people than tweets; the sketch still holds those whose tweets were deleted or have left the window. */
        long people() {
            return Math.max(1, Math.min(uses, authors.estimate()));
        }

        private boolean stale() {
            return left * STALE_SHARE > uses;
        }
    }

    private final TrendWindow window;
    private final String tag;
    /** By language; under "" all tweets. */
    private final Map<String, Part> parts = new HashMap<>(4);

    private Forms forms = new Forms();
    private long until;
    private long expectedOf = NEVER;

    /** Reads what is written. */
    TagWindow(TrendWindow window, String tag, long until, TagCounts counts) {
        this.window = window;
        this.tag = tag;
        this.until = until;
        counts.ofWindow(tag, until - window.millis(), until, count -> add(count, 1));
        expect(counts);
    }

    /** A minute in the window has changed. */
    void add(HashtagChange change) {
        forms.add(
                change.getWritten(),
                change.getUses(),
                people -> people.add(change.getAuthors()),
                (only, everybody) -> addAll(everybody));
        add("", change);
        if (!change.getLang().isEmpty()) {
            add(change.getLang(), change);
        }
    }

    /** All who are known. */
    private void addAll(Authors everybody) {
        Part all = parts.get("");
        if (all != null) {
            everybody.add(all.authors.bytes());
        }
    }

    private void addForms(HashtagCount count, int sign) {
        count.getWritten()
                .forEach((form, uses) ->
                        forms.add(form, sign * uses, people -> addWriters(count, form, people), (only, everybody) -> {
                            addAll(everybody);
                            addWriters(count, only, everybody);
                        }));
    }

    private static void addWriters(HashtagCount count, String form, Authors people) {
        ByteBuffer writers = count.getWriters().get(form);
        if (writers != null) {
            people.add(writers);
        } else if (count.getWritten().containsKey(form)) {
            count.getLanguages().forEach(of -> people.add(of.getAuthors()));
        }
    }

    private void add(String lang, HashtagChange change) {
        Part part = parts.computeIfAbsent(lang, l -> {
            expectedOf = NEVER;
            return new Part();
        });
        part.uses += change.getUses();
        part.moments += change.getUses() * TrendWindow.minuteNumber(change.getMinute());
        part.authors.add(change.getAuthors());
    }

    /** Lets the window end later. What is held must have been written. */
    void moveOn(long newUntil, TagCounts counts) {
        for (long minute = until - window.millis();
                minute < newUntil - window.millis() && minute < until;
                minute += TrendWindow.MINUTE_MILLIS) {
            HashtagCount leaves = counts.minute(tag, minute);
            if (leaves != null) {
                add(leaves, -1);
            }
        }
        until = newUntil;
        parts.values().removeIf(part -> part.uses <= 0);
        if (parts.values().stream().anyMatch(Part::stale)) {
            readAuthors(counts);
        }
    }

    private void readAuthors(TagCounts counts) {
        forms = new Forms();
        parts.values().forEach(part -> {
            part.authors = new Authors();
            part.left = 0;
        });
        counts.ofWindow(tag, until - window.millis(), until, count -> {
            addForms(count, 1);
            eachPart(count, (part, of) -> part.authors.add(of.getAuthors()));
        });
    }

    private void add(HashtagCount count, int sign) {
        addForms(count, sign);
        eachPart(count, (part, of) -> {
            part.uses += sign * of.getUses();
            part.moments += sign * of.getMoments();
            if (sign > 0) {
                part.authors.add(of.getAuthors());
            } else {
                part.left += of.getUses();
            }
        });
    }

    private void eachPart(HashtagCount count, BiConsumer<Part, LanguageCount> each) {
        for (LanguageCount of : count.getLanguages()) {
            each.accept(parts.computeIfAbsent("", all -> new Part()), of);
            if (!of.getLang().isEmpty()) {
                each.accept(parts.computeIfAbsent(of.getLang(), lang -> new Part()), of);
            }
        }
    }

    /** Finds out what the day before the window makes one expect: once an hour, before scores are asked for. */
    void expect(TagCounts counts) {
        long hour = TrendWindow.hourOf(until - window.millis());
        if (hour == expectedOf || parts.isEmpty()) {
            return;
        }
        expectedOf = hour;
        int known = counts.hoursKnownBefore(hour);
        Map<String, Expectation> before = new TreeMap<>();
        if (known > 0) {
            counts.hours(tag, hour - TrendWindow.DAY.millis(), hour, (start, count) -> {
                Expectation all = before.computeIfAbsent("", l -> new Expectation());
                all.begin();
                for (LanguageCount of : count.getLanguages()) {
                    all.add(of);
                    if (!of.getLang().isEmpty()) {
                        Expectation lang = before.computeIfAbsent(of.getLang(), l -> new Expectation());
                        lang.begin();
                        lang.add(of);
                    }
                }
            });
        }
        parts.forEach((lang, part) -> {
            Expectation expectation = before.get(lang);
            part.expected = expectation == null ? 0 : expectation.of(window, known);
        });
    }

    /** A hashtag over the hours of the day before. */
    private static final class Expectation {
        private final Authors ofDay = new Authors();
        private Authors ofHour = new Authors();
        private long sum;

        private void begin() {
            sum += ofHour.estimate();
            ofHour = new Authors();
        }

        private void add(LanguageCount count) {
            ofDay.add(count.getAuthors());
            ofHour.add(count.getAuthors());
        }

        private double of(TrendWindow window, int hoursKnown) {
            return window == TrendWindow.DAY ? ofDay.estimate() : (double) (sum + ofHour.estimate()) / hoursKnown;
        }
    }

    Map<String, Part> parts() {
        return parts;
    }

    double score(Part part) {
        return part.uses <= 0
                ? 0
                : TrendsRules.score(window, until, part.people(), part.expected, (double) part.moments / part.uses);
    }

    /** As most people write it. */
    String shown() {
        return forms.most(tag);
    }
}
