package dev.skein.catalog;

import dev.skein.catalog.Store.KeyValue;
import java.util.List;

/** Stores that only their own topology asks. What others may ask stands in {@link Stores}. */
public final class InnerStores {
    /** user → when they left. */
    public static final KeyValue<Long, Long> DEPARTED = new KeyValue<>(
            "departed",
            App.AUTHOR,
            Format.ID,
            Format.ID,
            "user id → when the account was deleted, milliseconds since 1970-01-01 UTC: what they tweeted goes after it");

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
        return List.of(DEPARTED, RETWEETS_UNDONE, DISLIKERS);
    }
}
