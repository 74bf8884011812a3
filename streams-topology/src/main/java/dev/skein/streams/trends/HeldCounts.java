package dev.skein.streams.trends;

import dev.skein.schemas.store.HashtagCount;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Counts of hashtags by minute or by hour. What changes is held in memory until the commit, when each count is written
 * once; the ones used last stay there, so that a hashtag that many use costs no reads.
 */
final class HeldCounts {
    private static final int HELD_MAX = 8_192;

    private record Key(String tag, long start) {}

    private static final class Held {
        private final TagCount count;
        private boolean changed;

        private Held(TagCount count) {
            this.count = count;
        }
    }

    private final WindowStore<String, HashtagCount> store;
    private final Map<Key, Held> held = new LinkedHashMap<>(1_024, 0.75f, true);
    private final List<Key> changed = new ArrayList<>();

    HeldCounts(WindowStore<String, HashtagCount> store) {
        this.store = store;
    }

    /**
     * What is about to be changed.
     *
     * @param known whether there may be one: where not, nothing is read
     * @return to be changed at once, and not to be kept
     */
    TagCount change(String tag, long start, boolean known) {
        Key key = new Key(tag, start);
        Held here = held.get(key);
        if (here == null) {
            here = hold(key, new TagCount(known ? store.fetch(tag, start) : null));
        }
        if (!here.changed) {
            here.changed = true;
            changed.add(key);
        }
        return here.count;
    }

    /** Puts another in its place. */
    void replace(String tag, long start, TagCount count) {
        Key key = new Key(tag, start);
        hold(key, count).changed = true;
        changed.add(key);
    }

    private Held hold(Key key, TagCount count) {
        if (held.size() >= 2 * HELD_MAX) {
            flush();
        }
        Held here = new Held(count);
        held.put(key, here);
        return here;
    }

    /** Writes what has changed. */
    void flush() {
        for (Key key : changed) {
            Held here = held.get(key);
            if (here != null) {
                store.put(key.tag(), here.count.stored(), key.start());
                here.changed = false;
            }
        }
        changed.clear();
        Iterator<Key> oldest = held.keySet().iterator();
        for (int over = held.size() - HELD_MAX; over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** What is written of a start. */
    @Nullable
    HashtagCount get(String tag, long start) {
        return store.fetch(tag, start);
    }

    /** What is written of a hashtag, from one start up to before another. */
    void between(String tag, long from, long to, BiConsumer<Long, HashtagCount> each) {
        if (from >= to) {
            return;
        }
        try (WindowStoreIterator<HashtagCount> counts = store.fetch(tag, from, to - 1)) {
            while (counts.hasNext()) {
                KeyValue<Long, HashtagCount> count = counts.next();
                each.accept(count.key, count.value);
            }
        }
    }
}
