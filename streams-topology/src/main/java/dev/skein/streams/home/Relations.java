package dev.skein.streams.home;

import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How one reader stands to others: the store {@code relations}, asked for one person. What a page asks most can be
 * answered without making a {@link Relation} of it.
 */
@FunctionalInterface
public interface Relations {
    /** How the reader stands to {@code other}; null where they are strangers. */
    @Nullable
    Relation to(long other);

    /** Whether the reader follows {@code other}. */
    default boolean follows(long other) {
        return RelationRules.follows(to(other));
    }

    /** Whether the reader must or will not see what {@code other} wrote. */
    default boolean hides(long other) {
        return RelationRules.hides(to(other));
    }

    /** Whether the reader follows {@code other} and neither hides from the other. */
    default boolean shows(long other) {
        return follows(other) && !hides(other);
    }

    /** A page will ask of many: what can be fetched for all of them at once is. Changes nothing. */
    default void near() {}

    /** Everybody whom the reader follows. Where that is not known nobody: then nothing of famous authors is shown. */
    default void forEachFollowee(LongConsumer followee) {}
}
