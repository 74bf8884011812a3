package dev.skein.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.ingest.postgres.IdempotencyKeys.Reservation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final Database DATABASE = TestDatabase.open();

    private final IdempotencyKeys keys = new IdempotencyKeys(DATABASE.jdbi());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void theFirstRequestsIdStays() {
        Reservation first = keys.reserve(1, "first", "hash", 100, NOW);
        Reservation repeat = keys.reserve(1, "first", "other hash", 101, NOW + 1);

        assertThat(first).isEqualTo(new Reservation("hash", 100, false));
        assertThat(repeat).isEqualTo(first);
        assertThat(keys.reserve(2, "first", "hash", 102, NOW).id()).isEqualTo(102);
    }

    @Test
    void whatIsDoneIsKnownToBeDone() {
        keys.reserve(1, "done", "hash", 200, NOW);
        keys.markSent(1, "done");

        assertThat(keys.reserve(1, "done", "hash", 201, NOW)).isEqualTo(new Reservation("hash", 200, true));
    }

    @Test
    void anOldKeyMayBeUsedAnewAndIsSweptAway() {
        long later = NOW + IdempotencyKeys.KEPT.toMillis() + 1;
        keys.reserve(1, "old", "hash", 300, NOW);
        keys.markSent(1, "old");
        keys.reserve(1, "older", "hash", 301, NOW);

        assertThat(keys.reserve(1, "old", "new hash", 302, later)).isEqualTo(new Reservation("new hash", 302, false));
        keys.sweep(later);
        assertThat(keys.reserve(1, "old", "hash", 303, later).id()).isEqualTo(302);
        assertThat(keys.reserve(1, "older", "hash", 304, later).id()).isEqualTo(304);
    }
}
