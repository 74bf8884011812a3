package dev.skein.query.fetch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one kind and what became of them, by their place in the list: a page asks for dozens, and hashing them would
 * cost more than finding them. To be used by one thread; answers of other instances are entered by the one that asked.
 */
public final class Asked<K, V> {
    private final Lookup<K, V> lookup;
    private final List<K> keys;
    private final @Nullable Answer<V>[] answers;
    private int open;

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
    Asked(Lookup<K, V> lookup, List<K> keys) {
        this.lookup = lookup;
        this.keys = keys;
        this.answers = new Answer[keys.size()];
        this.open = keys.size();
    }

    /** Whether it is known what stands under the key at this place, be it nothing. */
    public boolean knows(int place) {
        return answers[place] != null;
    }

    /** Whether everything is known. */
    public boolean knowsAll() {
        return open == 0;
    }

    /** What stands under the key at this place; null where nothing does, or where it is not known. */
    public @Nullable V get(int place) {
        Answer<V> answer = answers[place];
        return answer == null ? null : answer.value();
    }

    Lookup<K, V> lookup() {
        return lookup;
    }

    /** The places of the keys of which nothing is known. */
    int[] open() {
        int[] places = new int[open];
        int size = 0;
        for (int place = 0; place < answers.length; place++) {
            if (answers[place] == null) {
                places[size++] = place;
            }
        }
        return places;
    }

    K key(int place) {
        return keys.get(place);
    }

    /** The keys at some places. */
    List<K> keys(int[] places) {
        if (places.length == keys.size()) {
            return keys;
        }
        List<K> some = new ArrayList<>(places.length);
        Arrays.stream(places).mapToObj(keys::get).forEach(some::add);
        return some;
    }

    /** Enters what is known otherwise; {@code known} answers null where it is not. */
    void answeredBy(Function<K, @Nullable Answer<V>> known) {
        for (int place = 0; place < answers.length; place++) {
            Answer<V> answer = known.apply(keys.get(place));
            if (answer != null && answers[place] == null) {
                answers[place] = answer;
                open--;
            }
        }
    }

    /** Enters what was said of the keys at some places, in their order. */
    void answered(int[] places, List<Answer<V>> said) {
        for (int i = 0; i < places.length; i++) {
            Answer<V> answer = said.get(i);
            if (answer.known() && answers[places[i]] == null) {
                answers[places[i]] = answer;
                open--;
            }
        }
    }
}
