package dev.skein.query.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was answered a moment ago, of the kinds that may be a moment old. */
final class RecentAnswers {
    /** About 100 bytes each. */
    private static final int ANSWERS_MAX = 50_000;

    private final Map<Lookup<?, ?>, Cache<?, ?>> byKind = new HashMap<>();

    RecentAnswers(Lookups lookups) {
        for (Lookup<?, ?> lookup : lookups.all()) {
            if (!lookup.remembered().isZero()) {
                byKind.put(
                        lookup,
                        Caffeine.newBuilder()
                                .maximumSize(ANSWERS_MAX)
                                .expireAfterWrite(lookup.remembered())
                                .build());
            }
        }
    }

    /** Answers what it can. */
    <K, V> void answer(Asked<K, V> asked) {
        Cache<K, Answer<V>> answers = of(asked.lookup());
        if (answers != null) {
            asked.answeredBy(answers::getIfPresent);
        }
    }

    /** Remembers what an instance said. */
    <K, V> void remember(Lookup<K, V> lookup, List<K> keys, List<Answer<V>> said) {
        Cache<K, Answer<V>> answers = of(lookup);
        for (int i = 0; answers != null && i < keys.size(); i++) {
            if (said.get(i).known()) {
                answers.put(keys.get(i), said.get(i));
            }
        }
    }

    @SuppressWarnings("unchecked") // Each was put there under its own kind.
    private <K, V> @Nullable Cache<K, Answer<V>> of(Lookup<K, V> lookup) {
        return (Cache<K, Answer<V>>) byKind.get(lookup);
    }
}
