package dev.skein.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.ingest.postgres.UserStore.Change;
import dev.skein.ingest.postgres.UserStore.TakenException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class UserStoreTest {
    private static final Database DATABASE = TestDatabase.open();
    private static final AtomicLong IDS = new AtomicLong();

    private final UserStore store = new UserStore(DATABASE.jdbi());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void handleAndEmailAreUniqueWithoutCase() {
        store.insert(user("Grace", "grace@example.org"));

        assertThatThrownBy(() -> store.insert(user("gRACE", "other@example.org")))
                .isInstanceOfSatisfying(
                        TakenException.class, e -> assertThat(e.field()).isEqualTo("handle"));
        assertThatThrownBy(() -> store.insert(user("other", "GRACE@example.org")))
                .isInstanceOfSatisfying(
                        TakenException.class, e -> assertThat(e.field()).isEqualTo("email"));
        assertThat(store.byHandle("GRACE")).map(UserRow::handle).hasValue("Grace");
        assertThat(store.byEmail("Grace@Example.org")).isPresent();
    }

    @Test
    void everyChangeRaisesTheVersionAndNothingElseDoes() {
        UserRow ada = user("ada", "ada@example.org");
        store.insert(ada);

        UserRow same = store.change(ada.id(), change(null, "ada")).orElseThrow();
        UserRow renamed =
                store.change(ada.id(), change("Ada_L", "Ada Lovelace")).orElseThrow();

        assertThat(same.version()).isEqualTo(1);
        assertThat(renamed.version()).isEqualTo(2);
        assertThat(renamed.handle()).isEqualTo("Ada_L");
        assertThat(renamed.email()).isEqualTo("ada@example.org");
    }

    @Test
    void phoneCanBeRemoved() {
        UserRow alan = user("alan", "alan@example.org");
        store.insert(alan);
        store.change(alan.id(), new Change(null, null, null, null, "+44 20 7946", false));

        UserRow removed = store.change(alan.id(), new Change(null, null, null, null, null, true))
                .orElseThrow();

        assertThat(removed.phone()).isNull();
        assertThat(removed.version()).isEqualTo(3);
    }

    @Test
    void whoeverIsDeletedIsGoneAndTheirHandleIsFree() {
        UserRow edsger = user("edsger", "edsger@example.org");
        store.insert(edsger);

        assertThat(store.delete(edsger.id())).isTrue();
        assertThat(store.delete(edsger.id())).isFalse();
        assertThat(store.byId(edsger.id())).isEmpty();
        store.insert(user("Edsger", "edsger@example.org"));
    }

    @Test
    void aBulkLeavesOutThoseWhoAreThere() {
        UserRow there = user("bulk1", "bulk1@example.org");
        store.insert(there);

        store.insertWhereFree(
                List.of(user("BULK1", null), user("bulk2", null), user("bulk3", null), user("Bulk2", null)));

        assertThat(store.byHandles(List.of("bulk1", "BULK2", "bulk3", "bulk4")))
                .hasSize(3)
                .containsEntry("bulk1", there);
    }

    @Test
    void thousandsOfUsersAreAddedInABreath() {
        for (int batch = 0; batch < 10; batch++) {
            List<UserRow> users = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                users.add(user("many" + batch + "_" + i, null));
            }
            store.insertWhereFree(users);
            assertThat(store.byHandles(users.stream().map(UserRow::handle).toList()))
                    .hasSize(1_000);
        }
    }

    @Test
    void severalInstancesMayBringTheTablesUpToDateAtOnce() {
        String url = TestDatabase.url();
        List<CompletableFuture<Database>> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(CompletableFuture.supplyAsync(() -> TestDatabase.open(url)));
        }

        for (CompletableFuture<Database> start : starts) {
            try (Database database = start.join()) {
                assertThat(new UserStore(database.jdbi()).byHandle("nobody")).isEmpty();
            }
        }
    }

    private static Change change(@Nullable String handle, String displayName) {
        return new Change(handle, displayName, null, null, null, false);
    }

    private static UserRow user(String handle, @Nullable String email) {
        return new UserRow(IDS.incrementAndGet(), handle, email, null, null, handle, "", 1_700_000_000_000L, 1);
    }
}
