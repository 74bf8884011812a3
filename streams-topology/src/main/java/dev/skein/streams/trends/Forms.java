package dev.skein.streams.trends;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * How people write a hashtag: of very many forms the first ones. Nearly all hashtags are written in one way; who writes which form is kept only from the second one on.
 */
final class Forms {
    private static final int FORMS_MAX = 16;

    private final Map<String, Long> uses = new HashMap<>(2);
    /** Of each form, from the second one on. As all sketches, they cannot forget. */
    private final Map<String, Authors> writers = new HashMap<>(2);

    /** Takes what was kept. */
    void load(Map<String, Long> keptUses, Map<String, ByteBuffer> keptWriters) {
        uses.putAll(keptUses);
        keptWriters.forEach((form, people) ->
                writers.computeIfAbsent(form, any -> new Authors()).add(people));
    }

    /**
     * Tweets write it so.
     *
     * @param count less than 0 where they cease to
     * @param people adds those who wrote them
     * @param everybody adds those who wrote all before, which was in this one form
     */
    void add(String form, long count, Consumer<Authors> people, BiConsumer<String, Authors> everybody) {
        boolean known = uses.containsKey(form);
        if (!known && (count <= 0 || uses.size() == FORMS_MAX)) {
            return;
        }
        if (!known && uses.size() == 1 && writers.isEmpty()) {
            String only = uses.keySet().iterator().next();
            Authors wrote = new Authors();
            everybody.accept(only, wrote);
            writers.put(only, wrote);
        }
        if (uses.merge(form, count, (a, b) -> a + b <= 0 ? null : Long.valueOf(a + b)) == null) {
            writers.remove(form);
            if (uses.size() == 1) {
                writers.clear();
            }
        } else if (count > 0 && uses.size() > 1) {
            people.accept(writers.computeIfAbsent(form, any -> new Authors()));
        }
    }

    /** In how many tweets. */
    Map<String, Long> uses() {
        return new HashMap<>(uses);
    }

    /** Who writes each, as a sketch; empty where all write it in one way. */
    Map<String, ByteBuffer> writers() {
        Map<String, ByteBuffer> told = new HashMap<>();
        writers.forEach((form, people) -> told.put(form, people.bytes()));
        return told;
    }

    /** As most people write it; of two that as many write, the one in more tweets. */
    String most(String otherwise) {
        String most = otherwise;
        long mostPeople = 0;
        long mostUses = 0;
        for (Map.Entry<String, Long> form : uses.entrySet()) {
            Authors wrote = writers.get(form.getKey());
            long people = wrote == null ? 0 : Math.min(form.getValue(), wrote.estimate());
            int order = Long.compare(people, mostPeople);
            order = order == 0 ? Long.compare(form.getValue(), mostUses) : order;
            if (order > 0 || (order == 0 && form.getKey().compareTo(most) < 0)) {
                most = form.getKey();
                mostPeople = people;
                mostUses = form.getValue();
            }
        }
        return most;
    }
}
