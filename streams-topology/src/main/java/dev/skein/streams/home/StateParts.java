package dev.skein.streams.home;

import dev.skein.catalog.IdPair;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** How what the rings refer to looks in a snapshot. */
final class StateParts {
    private static final int RETWEET_RECORD_BYTES = 3 * Long.BYTES + 1;

    private StateParts() {}

    /** The tweets, after the people. */
    static SnapshotPart bodies(Shown shown, People people) {
        return new SnapshotPart() {
            @Override
            public int kind() {
                return SnapshotPart.BODIES;
            }

            @Override
            public Consumer<SnapshotOutput> cut() {
                return out -> shown.forEachBody((tweet, body) ->
                        body.write(out.record(Long.BYTES + body.recordBytes()).putLong(tweet)));
            }

            @Override
            public void load(ByteBuffer record) {
                shown.put(record.getLong(), Body.read(record, people));
            }
        };
    }

    /** The retweets, after the people. */
    static SnapshotPart retweets(Shown shown, People people) {
        return new SnapshotPart() {
            @Override
            public int kind() {
                return SnapshotPart.RETWEETS;
            }

            @Override
            public Consumer<SnapshotOutput> cut() {
                return out -> shown.forEachRetweet((entry, retweet) -> out.record(RETWEET_RECORD_BYTES)
                        .putLong(entry)
                        .putLong(retweet.tweet())
                        .putLong(retweet.retweeter().id())
                        .put((byte) (retweet.undone ? 1 : 0)));
            }

            @Override
            public void load(ByteBuffer record) {
                long id = record.getLong();
                long tweet = record.getLong();
                Person retweeter = people.find(record.getLong());
                boolean undone = record.get() != 0;
                // Else they were heard of while the snapshot was written, and so was the retweet.
                if (retweeter != null) {
                    PassedOn retweet = new PassedOn(id, tweet, retweeter);
                    retweet.undone = undone;
                    shown.load(retweet);
                }
            }
        };
    }

    /** Which tweets were deleted. */
    static SnapshotPart deleted(Remembered<Long, Boolean> deleted) {
        return new RememberedPart<>(
                SnapshotPart.DELETED,
                deleted,
                yes -> Long.BYTES,
                (record, tweet, yes) -> record.putLong(tweet),
                (remembered, record) -> remembered.put(record.getLong(), true));
    }

    /** What edited tweets are like. */
    static SnapshotPart edited(Remembered<Long, Body> edited, People people) {
        return new RememberedPart<>(
                SnapshotPart.EDITED,
                edited,
                body -> Long.BYTES + body.recordBytes(),
                (record, tweet, body) -> body.write(record.putLong(tweet)),
                (remembered, record) -> remembered.put(record.getLong(), Body.read(record, people)));
    }

    /** Which retweets were undone. */
    static SnapshotPart undone(Remembered<IdPair, Long> undoneBefore) {
        return new RememberedPart<>(
                SnapshotPart.UNDONE,
                undoneBefore,
                before -> 3 * Long.BYTES,
                (record, pair, before) ->
                        record.putLong(pair.first()).putLong(pair.second()).putLong(before),
                (remembered, record) ->
                        remembered.put(new IdPair(record.getLong(), record.getLong()), record.getLong()));
    }
}
