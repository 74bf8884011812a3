package dev.skein.streams.home;

import dev.skein.schemas.store.Relation;
import dev.skein.streams.FibonacciHash;
import dev.skein.streams.ReadThroughCache;
import dev.skein.streams.RelationRules;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How one reader stands to others: a table by open addressing with linear probing, two thirds full, so that most are found where they are looked
 * for first. Nothing in it changes.
 */
final class Stands extends ReadThroughCache.Value implements Relations {
    private static final byte FOLLOWS = 1;
    private static final byte HIDES = 2;
    /** Ids in one of the processor's cache lines. */
    private static final int LINE = 8;
    /** Of whoever has more, a page meets a few. */
    private static final int NEAR_MAX = 1_024;

    /** Ids; 0 where there is nobody. */
    private final long[] others;

    private final byte[] how;
    private final int known;

    private Stands(Builder all) {
        known = all.size;
        others = new long[known + known / 2 + 1];
        how = new byte[others.length];
        for (int i = 0; i < known; i++) {
            int slot = slot(all.others[i]);
            others[slot] = all.others[i];
            how[slot] = all.how[i];
        }
    }

    /** Takes relations, each of another one. */
    static final class Builder {
        private long[] others = new long[16];
        private byte[] how = new byte[16];
        private int size;

        void add(long other, Relation relation) {
            add(other, Stands.how(relation));
        }

        private void add(long other, byte stands) {
            if (stands == 0) {
                return;
            }
            if (size == others.length) {
                others = Arrays.copyOf(others, 2 * size);
                how = Arrays.copyOf(how, 2 * size);
            }
            others[size] = other;
            how[size++] = stands;
        }

        Stands build() {
            return new Stands(this);
        }
    }

    /** With one for the reader. */
    @Override
    protected long size() {
        return known + 1L;
    }

    /** After the relation to one other changed; null: they are strangers now. */
    Stands with(long other, @Nullable Relation relation) {
        byte stands = relation == null ? 0 : how(relation);
        if (of(other) == stands) {
            return this;
        }
        Builder changed = new Builder();
        for (int slot = 0; slot < others.length; slot++) {
            if (others[slot] != other) {
                changed.add(others[slot], how[slot]);
            }
        }
        changed.add(other, stands);
        return changed.build();
    }

    private static byte how(Relation relation) {
        return (byte) ((RelationRules.follows(relation) ? FOLLOWS : 0) | (RelationRules.hides(relation) ? HIDES : 0));
    }

    /** What of it a page asks; when and why are not kept here. */
    @Override
    public @Nullable Relation to(long other) {
        byte stands = of(other);
        return stands == 0 ? null : new Relation((long) (stands & FOLLOWS), (stands & HIDES) != 0, false, false, 0L);
    }

    @Override
    public boolean follows(long other) {
        return (of(other) & FOLLOWS) != 0;
    }

    @Override
    public boolean hides(long other) {
        return (of(other) & HIDES) != 0;
    }

    @Override
    public boolean shows(long other) {
        return of(other) == FOLLOWS;
    }

    @Override
    public void near() {
        long seen = 0;
        if (others.length <= NEAR_MAX) {
            for (int slot = 0; slot < others.length; slot += LINE) {
                seen += others[slot];
            }
        }
        LongTable.use(seen);
    }

    @Override
    public void forEachFollowee(LongConsumer followee) {
        for (int slot = 0; slot < others.length; slot++) {
            if ((how[slot] & FOLLOWS) != 0) {
                followee.accept(others[slot]);
            }
        }
    }

    private byte of(long other) {
        return how[slot(other)];
    }

    /** Where somebody is, or would be: there is always an empty slot. */
    private int slot(long other) {
        int slot = (int) ((FibonacciHash.of(other) * others.length) >>> 32);
        while (others[slot] != other && others[slot] != 0) {
            slot = slot + 1 == others.length ? 0 : slot + 1;
        }
        return slot;
    }
}
