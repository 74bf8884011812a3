package dev.skein.catalog;

import dev.skein.catalog.Store.KeyValue;
import java.util.List;

/** Stores that only their own topology asks. What others may ask stands in {@link Stores}. */
public final class InnerStores {
    /** user|tweet → undone before. */
    public static final KeyValue<IdPair, Long> RETWEETS_UNDONE = new KeyValue<>(
            "retweets-undone",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "person|tweet → id of the last undoing: their retweets with a smaller id do not count, also when told again");

    /** tweet|user → since. */
    public static final KeyValue<IdPair, Long> DISLIKERS = new KeyValue<>(
            "dislikers",
            App.ENGAGEMENT,
            Format.ID_PAIR,
            Format.ID,
            "tweet|person who dislikes it → since when; by the tweet's shard; shown to nobody");

    private InnerStores() {}

    /** All of them. */
    public static List<Store<?, ?>> all() {
        return List.of(RETWEETS_UNDONE, DISLIKERS);
    }
}
