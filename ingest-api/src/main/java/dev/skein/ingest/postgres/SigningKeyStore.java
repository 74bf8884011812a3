package dev.skein.ingest.postgres;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The table {@code signing_keys}. */
public final class SigningKeyStore {
    private static final long LOCK = 0x736b65696eL;

    private final Jdbi jdbi;

    public SigningKeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All keys as private JWKs, the newest first. */
    public List<String> all() {
        return jdbi.withHandle(handle -> handle.createQuery("select jwk from signing_keys order by created_at desc, id")
                .mapTo(String.class)
                .list());
    }

    /** Adds a key if there is none at all; of several instances that start together, one does. */
    public void addFirst(String id, String jwk, long nowMillis) {
        jdbi.useTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(?)", LOCK);
            handle.createUpdate("insert into signing_keys (id, jwk, created_at) select :id, :jwk, :now"
                            + " where not exists (select 1 from signing_keys)")
                    .bind("id", id)
                    .bind("jwk", jwk)
                    .bind("now", nowMillis)
                    .execute();
        });
    }
}
