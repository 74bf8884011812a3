package dev.skein.ingest.postgres;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table {@code media}. */
public final class MediaStore {
    private static final long LOCK = 0x736b656d65L;
    /** Unused for longer than anything: the next sweep takes it. */
    private static final long LONG_AGO = 0;

    /** What somebody may upload, or has. */
    public record Row(long id, String contentType, long bytes) {}

    private final Jdbi jdbi;

    public MediaStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds a medium, unless its owner has {@code unusedMax} already that are in no tweet; false then. */
    public boolean insert(long owner, Row media, long nowMillis, int unusedMax) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "insert into media (id, owner, content_type, bytes, unused_since) select :id, :owner, :type, :bytes, :now"
                                        + " where (select count(*) from media where owner = :owner and tweet is null) < :max")
                        .bind("id", media.id())
                        .bind("owner", owner)
                        .bind("type", media.contentType())
                        .bind("bytes", media.bytes())
                        .bind("now", nowMillis)
                        .bind("max", unusedMax)
                        .execute())
                > 0;
    }

    /** Takes those of the ids for a tweet that are the owner's and in no other one. Again for the same tweet, it answers the same. */
    public List<Row> claim(long owner, Collection<Long> ids, long tweet) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "update media set tweet = :tweet where id = any(:ids) and owner = :owner and (tweet is null or tweet = :tweet)"
                                + " returning id, content_type, bytes")
                .bind("tweet", tweet)
                .bind("ids", ids.toArray(Long[]::new))
                .bind("owner", owner)
                .map((row, context) -> new Row(row.getLong(1), row.getString(2), row.getLong(3)))
                .list());
    }

    /** Gives back what was taken for a tweet that was refused. */
    public void release(long tweet, long nowMillis) {
        jdbi.useHandle(handle ->
                handle.execute("update media set tweet = null, unused_since = ? where tweet = ?", nowMillis, tweet));
    }

    /** Lets go of what belonged to a tweet that was deleted. */
    public void tweetDeleted(long tweet) {
        release(tweet, LONG_AGO);
    }

    /** Lets go of all that somebody had who left. */
    static void ownerDeleted(Handle handle, long owner) {
        handle.execute("update media set tweet = null, unused_since = ? where owner = ?", LONG_AGO, owner);
    }

    /**
     * Removes what has been unused for long, one instance at a time; whoever wants it for a tweet meanwhile waits, and does not get it.
     *
     * @param remove removes the bytes; what it could not is tried again next time
     * @return how many were removed
     */
    public int sweep(long unusedBefore, int max, Predicate<Long> remove) {
        return jdbi.inTransaction(handle -> {
            boolean alone = handle.createQuery("select pg_try_advisory_xact_lock(:lock)")
                    .bind("lock", LOCK)
                    .mapTo(Boolean.class)
                    .one();
            if (!alone) {
                return 0;
            }
            Long[] removed = handle
                    .createQuery("select id from media where tweet is null and unused_since < :before"
                            + " order by unused_since limit :max for update skip locked")
                    .bind("before", unusedBefore)
                    .bind("max", max)
                    .mapTo(Long.class)
                    .list()
                    .stream()
                    .filter(remove)
                    .toArray(Long[]::new);
            return handle.createUpdate("delete from media where id = any(:ids)")
                    .bind("ids", removed)
                    .execute();
        });
    }
}
