package dev.skein.streams.home;

import dev.skein.catalog.Id;
import dev.skein.catalog.ReaderIds;
import dev.skein.schemas.delivery.Backfilled;
import dev.skein.schemas.delivery.ReaderGone;
import dev.skein.schemas.delivery.ReaderReturned;
import dev.skein.streams.home.Standing.Gone;
import dev.skein.streams.home.Standing.Lacking;
import dev.skein.streams.home.Standing.Rebuilding;
import dev.skein.streams.home.Standing.Whole;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How whole the timelines of a partition are. Of each reader the change with the highest time counts, so hearing one again,
 * or late, changes nothing. One thread writes; any thread may ask {@link #of}.
 *
 * <p>Nearly everybody is whole or, after a gap, lacks something, and takes no room.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // There is one writer.
final class Standings {
    /** In a snapshot, in the place of a reader: {@link #lackingBelow}. */
    private static final long OTHERS = 0;

    /** The broker tells when a record was written, ingest when somebody registered. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    /** A standing without what is in it. */
    private static final int STANDING_BYTES = 24;
    /** Somebody in a set. */
    private static final int MEMBER_BYTES = 56;
    /** Those who are asked, about, while it lasts. */
    private static final int REBUILDING_BYTES = 75 * MEMBER_BYTES;

    /** Instead of the time of a change: there was none since the gap. */
    private static final long AFTER_GAP = 1;

    private static final Standing WHOLE = new Whole(0);
    private static final Standing LACKING = new Lacking(0);

    private volatile LongTable<Standing> known = new LongTable<>();
    /** Readers with smaller ids of whom nothing is known have lacked something since the last gap. */
    private volatile long lackingBelow;

    private volatile int gone;
    private volatile long setBytes;

    /** What all of it takes in memory, about. Any thread. */
    long bytes() {
        LongTable<Standing> table = known;
        return table.bytes() + (long) STANDING_BYTES * table.size() + setBytes;
    }

    private static int setBytes(@Nullable Standing standing) {
        if (standing instanceof Gone away) {
            return MEMBER_BYTES * away.missed().size();
        }
        return standing instanceof Rebuilding ? REBUILDING_BYTES : 0;
    }

    /** How a reader's timeline stands. Any thread. */
    Standing of(long reader) {
        Standing standing = known.get(reader);
        if (standing != null) {
            return standing;
        }
        return reader < lackingBelow ? LACKING : WHOLE;
    }

    /** Whether nothing is kept for a reader. */
    boolean gone(long reader) {
        return gone > 0 && known.get(reader) instanceof Gone;
    }

    /** How many readers are gone. Any thread. */
    int gone() {
        return gone;
    }

    /**
     * A reader is gone.
     *
     * @return whether they are from now on: what is kept for them goes
     */
    boolean apply(ReaderGone change) {
        Standing now = of(change.getReaderId());
        if (now instanceof Gone || change.getAt() <= now.at()) {
            return false;
        }
        put(change.getReaderId(), new Gone(change.getAt(), Set.of()));
        return true;
    }

    /**
     * A reader is back.
     *
     * <p>A followee whose follow was heard while they were gone is asked too: the backfill that it brought was not kept,
     * and whoever wrote the change may not have heard of the follow.
     */
    void apply(ReaderReturned change) {
        Standing now = of(change.getReaderId());
        if (change.getAt() <= now.at()) {
            return;
        }
        Rebuilding rebuilding = new Rebuilding(change.getAt());
        ReaderIds.forEach(change.getFollowees(), rebuilding.followees()::add);
        if (now instanceof Gone before) {
            rebuilding.followees().addAll(before.missed());
        }
        put(change.getReaderId(), rebuilding);
        settle(change.getReaderId(), rebuilding);
    }

    /** A followee has answered, after what they sent stands in the ring. */
    void apply(Backfilled answer) {
        Standing now = of(answer.getReaderId());
        if (now instanceof Rebuilding rebuilding && rebuilding.at() == answer.getRebuild()) {
            rebuilding.answer(answer);
            settle(answer.getReaderId(), rebuilding);
        } else if (now instanceof Gone away && away.missed().size() < Gone.MISSED_MAX) {
            put(answer.getReaderId(), away.missing(answer.getFolloweeId()));
        }
    }

    private void settle(long reader, Rebuilding rebuilding) {
        if (rebuilding.whole()) {
            put(reader, new Whole(rebuilding.at()));
        }
    }

    /** The reader's ring was dropped. */
    void dropped(long reader) {
        Standing now = of(reader);
        if (!(now instanceof Gone)) {
            put(reader, new Lacking(now.at()));
        }
    }

    /**
     * Up to which id nothing that a reader has can be relied upon, since a part of the log was missing: what was deleted then
     * may still be there. 0: all can.
     */
    long doubtfulBelow(long reader) {
        long gap = lackingBelow;
        return reader < gap && known.get(reader) == null ? gap : 0;
    }

    /** What a reader had below that id is forgotten: the rest can be relied upon. */
    void forgotten(long reader) {
        put(reader, new Lacking(AFTER_GAP));
    }

    /**
     * A part of the log is missing: nothing that was known can be relied upon. Whoever registered later lacks nothing.
     *
     * @param untilMillis when it had ended, milliseconds since 1970-01-01 UTC
     * @return whatever has a smaller id cannot be relied upon either
     */
    long gap(long untilMillis) {
        known = new LongTable<>();
        gone = 0;
        setBytes = 0;
        lackingBelow = Id.first(untilMillis + CLOCKS_DIFFER.toMillis());
        return lackingBelow;
    }

    private void put(long reader, Standing standing) {
        Standing before = known.get(reader);
        known.put(reader, standing);
        gone += (standing instanceof Gone ? 1 : 0) - (before instanceof Gone ? 1 : 0);
        setBytes += setBytes(standing) - setBytes(before);
    }

    /** Tells who is gone. */
    void forEachGone(LongConsumer reader) {
        known.forEach((id, standing) -> {
            if (standing instanceof Gone) {
                reader.accept(id);
            }
        });
    }

    /** In a snapshot one who is being rebuilt is lacking: who asks again asks everybody. */
    SnapshotPart atBeginning() {
        return new SnapshotPart() {
            @Override
            public int kind() {
                return SnapshotPart.STANDINGS;
            }

            @Override
            public Consumer<SnapshotOutput> cut() {
                // What came since depends on who was gone: exactly as it is now.
                LongTable<Standing> table = known.copy();
                Standing others = new Lacking(lackingBelow);
                return out -> {
                    write(out, OTHERS, others);
                    table.forEach((reader, standing) -> write(out, reader, standing));
                };
            }

            @Override
            public void load(ByteBuffer record) {
                long reader = record.getLong();
                Standing standing = read(record);
                if (reader == OTHERS) {
                    lackingBelow = standing.at();
                } else {
                    put(reader, standing);
                }
            }
        };
    }

    /**
     * Who lacks something when all rings are written. A ring that was dropped meanwhile may not be among them, and the log
     * does not tell of it. What was forgotten after a gap it does tell of, and to forget it again must not be left out: the
     * ring may have been written before.
     */
    SnapshotPart lackingAtEnd() {
        return new SnapshotPart() {
            @Override
            public int kind() {
                return SnapshotPart.LACKING;
            }

            @Override
            public Consumer<SnapshotOutput> cut() {
                return out -> known.forEach((reader, standing) -> {
                    if (standing instanceof Lacking && standing.at() != AFTER_GAP) {
                        out.record(Long.BYTES).putLong(reader);
                    }
                });
            }

            @Override
            public void load(ByteBuffer record) {
                dropped(record.getLong());
            }
        };
    }

    private static void write(SnapshotOutput out, long reader, Standing standing) {
        Set<Long> missed = standing instanceof Gone away ? away.missed() : Set.of();
        ByteBuffer record = out.record((2 + missed.size()) * Long.BYTES + 1 + Integer.BYTES);
        record.putLong(reader).putLong(standing.at());
        record.put((byte) (standing instanceof Whole ? 0 : standing instanceof Gone ? 2 : 1));
        record.putInt(missed.size());
        missed.forEach(record::putLong);
    }

    private static Standing read(ByteBuffer record) {
        long at = record.getLong();
        byte kind = record.get();
        Set<Long> missed = new HashSet<>();
        for (int left = record.getInt(); left > 0; left--) {
            missed.add(record.getLong());
        }
        return switch (kind) {
            case 0 -> new Whole(at);
            case 2 -> new Gone(at, Set.copyOf(missed));
            default -> new Lacking(at);
        };
    }
}
