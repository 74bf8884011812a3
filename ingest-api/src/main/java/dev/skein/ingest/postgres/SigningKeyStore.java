package dev.skein.ingest.postgres;

import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The table {@code signing_keys}. */
public final class SigningKeyStore {
    private static final long LOCK = 0x736b65696eL;

    /**
     * A key.
     *
     * @param jwk private, perhaps encrypted
     * @param notBefore from when on it signs, milliseconds since 1970-01-01 UTC
     * @param retireAt when the last token that it signed has expired; null until it has a successor
     */
    public record Row(String id, String jwk, long notBefore, @Nullable Long retireAt) {
        @Override
        public String toString() {
            return "Row[" + id + "]";
        }
    }

    /** The table while nobody else changes it. */
    public static final class Table {
        private final Handle handle;

        private Table(Handle handle) {
            this.handle = handle;
        }

        /** All keys, the newest first. */
        public List<Row> all() {
            return handle.createQuery(
                            "select id, jwk, not_before, retire_at from signing_keys order by not_before desc, id")
                    .map((row, context) -> new Row(
                            row.getString("id"),
                            row.getString("jwk"),
                            row.getLong("not_before"),
                            row.getObject("retire_at", Long.class)))
                    .list();
        }

        public void add(String id, String jwk, long nowMillis, long notBefore) {
            handle.execute(
                    "insert into signing_keys (id, jwk, created_at, not_before) values (?, ?, ?, ?)",
                    id,
                    jwk,
                    nowMillis,
                    notBefore);
        }

        /** Stores a key otherwise. */
        public void replace(String id, String jwk) {
            handle.execute("update signing_keys set jwk = ? where id = ?", jwk, id);
        }

        /** Says when those end that have no successor yet. */
        public void retire(long atMillis) {
            handle.execute("update signing_keys set retire_at = ? where retire_at is null", atMillis);
        }

        public void removeRetired(long nowMillis) {
            handle.execute("delete from signing_keys where retire_at <= ?", nowMillis);
        }
    }

    private final Jdbi jdbi;

    public SigningKeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All keys, the newest first. */
    public List<Row> all() {
        return jdbi.withHandle(handle -> new Table(handle).all());
    }

    /** Changes the table; of several instances that want to, one after the other. */
    public void exclusively(Consumer<Table> change) {
        jdbi.useTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(?)", LOCK);
            change.accept(new Table(handle));
        });
    }
}
