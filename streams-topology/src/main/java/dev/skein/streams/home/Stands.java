package dev.skein.streams.home;

import dev.skein.schemas.store.Relation;
import dev.skein.streams.ReadThroughCache;
import dev.skein.streams.RelationRules;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** How one reader stands to others, nine bytes for each of them. Nothing in it changes. */
final class Stands extends ReadThroughCache.Value implements Relations {
    private static final byte FOLLOWS = 1;
    private static final byte HIDES = 2;

    private final long[] others;
    private final byte[] how;

    private Stands(long[] others, byte[] how) {
        this.others = others;
        this.how = how;
    }

    /** Takes relations in rising order of the others. */
    static final class Builder {
        private long[] others = new long[16];
        private byte[] how = new byte[16];
        private int size;

        void add(long other, Relation relation) {
            byte stands = how(relation);
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
            return new Stands(Arrays.copyOf(others, size), Arrays.copyOf(how, size));
        }
    }

    /** With one for the reader. */
    @Override
    protected long size() {
        return others.length + 1L;
    }

    /** After the relation to one other changed; null: they are strangers now. */
    Stands with(long other, @Nullable Relation relation) {
        byte stands = relation == null ? 0 : how(relation);
        int at = Arrays.binarySearch(others, other);
        if (at >= 0 && stands != 0) {
            byte[] changed = how.clone();
            changed[at] = stands;
            return new Stands(others, changed);
        }
        if (at >= 0) {
            return new Stands(without(others, at), without(how, at));
        }
        if (stands == 0) {
            return this;
        }
        int before = -at - 1;
        long[] more = new long[others.length + 1];
        byte[] moreHow = new byte[others.length + 1];
        System.arraycopy(others, 0, more, 0, before);
        System.arraycopy(how, 0, moreHow, 0, before);
        more[before] = other;
        moreHow[before] = stands;
        System.arraycopy(others, before, more, before + 1, others.length - before);
        System.arraycopy(how, before, moreHow, before + 1, others.length - before);
        return new Stands(more, moreHow);
    }

    private static long[] without(long[] ids, int at) {
        long[] less = new long[ids.length - 1];
        System.arraycopy(ids, 0, less, 0, at);
        System.arraycopy(ids, at + 1, less, at, less.length - at);
        return less;
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] less = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, less, 0, at);
        System.arraycopy(bytes, at + 1, less, at, less.length - at);
        return less;
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
    public void forEachFollowee(LongConsumer followee) {
        for (int i = 0; i < others.length; i++) {
            if ((how[i] & FOLLOWS) != 0) {
                followee.accept(others[i]);
            }
        }
    }

    private byte of(long other) {
        int at = Arrays.binarySearch(others, other);
        return at < 0 ? 0 : how[at];
    }
}
