package dev.skein.ingest.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** The table {@code users}. */
public final class UserStore {

    /** A handle or an e-mail address that is somebody else's; {@code field} says which. */
    public static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String field;

        TakenException(String field) {
            super(field + " is taken");
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /**
     * What changes in a profile; null leaves as it is.
     *
     * @param clearPhone whether the phone number is removed
     */
    public record Change(
            @Nullable String handle,
            @Nullable String displayName,
            @Nullable String bio,
            @Nullable String email,
            @Nullable String phone,
            boolean clearPhone) {}

    private final Jdbi jdbi;

    public UserStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Adds a person.
     *
     * @throws TakenException if handle or e-mail are somebody else's
     */
    public void insert(UserRow user) {
        translating(() -> jdbi.useHandle(handle -> insert(handle, user)));
    }

    static void insert(Handle handle, UserRow user) {
        handle.createUpdate(
                        "insert into users (id, handle, email, phone, password_hash, display_name, bio, created_at, version)"
                                + " values (:id, :handle, :email, :phone, :hash, :displayName, :bio, :createdAt, :version)")
                .bind("id", user.id())
                .bind("handle", user.handle())
                .bind("email", user.email())
                .bind("phone", user.phone())
                .bind("hash", user.passwordHash())
                .bind("displayName", user.displayName())
                .bind("bio", user.bio())
                .bind("createdAt", user.createdAt())
                .bind("version", user.version())
                .execute();
    }

    /** Adds those whose handle and e-mail nobody has, in one statement, and leaves out the others. */
    public void insertWhereFree(List<UserRow> users) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into users (id, handle, email, display_name, created_at, version)"
                                + " select * from unnest(:ids, :handles, :emails, :displayNames, :createdAts, :versions)"
                                + " on conflict do nothing")
                .bind("ids", users.stream().mapToLong(UserRow::id).toArray())
                .bind("handles", users.stream().map(UserRow::handle).toArray(String[]::new))
                .bind("emails", users.stream().map(UserRow::email).toArray(String[]::new))
                .bind("displayNames", users.stream().map(UserRow::displayName).toArray(String[]::new))
                .bind("createdAts", users.stream().mapToLong(UserRow::createdAt).toArray())
                .bind("versions", users.stream().mapToLong(UserRow::version).toArray())
                .execute());
    }

    public Optional<UserRow> byId(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from users where id = :id")
                .bind("id", id)
                .map(UserStore::row)
                .findFirst());
    }

    public Optional<UserRow> byHandle(String name) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from users where lower(handle) = lower(:name)")
                .bind("name", name)
                .map(UserStore::row)
                .findFirst());
    }

    public Optional<UserRow> byEmail(String email) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from users where lower(email) = lower(:email)")
                .bind("email", email)
                .map(UserStore::row)
                .findFirst());
    }

    /** Those of the handles that are somebody's, by the handle in lower case. */
    public Map<String, UserRow> byHandles(Collection<String> handles) {
        String[] lower = handles.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toArray(String[]::new);
        Map<String, UserRow> found = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("select * from users where lower(handle) = any(:handles)")
                .bind("handles", lower)
                .map(UserStore::row)
                .forEach(user -> found.put(user.handle().toLowerCase(Locale.ROOT), user)));
        return found;
    }

    /** Those of the ids that are somebody's. */
    public Set<Long> existing(Collection<Long> ids) {
        return jdbi.withHandle(handle -> Set.copyOf(handle.createQuery("select id from users where id = any(:ids)")
                .bind("ids", ids.toArray(Long[]::new))
                .mapTo(Long.class)
                .list()));
    }

    /**
     * Changes a profile; empty if there is no such person.
     *
     * @throws TakenException if handle or e-mail are somebody else's
     */
    public Optional<UserRow> change(long id, Change change) {
        return translating(() -> jdbi.withHandle(handle -> handle.createQuery(
                        "update users set handle = coalesce(:handle, handle), display_name = coalesce(:displayName, display_name),"
                                + " bio = coalesce(:bio, bio), email = coalesce(:email, email),"
                                + " phone = case when :clearPhone then null else coalesce(:phone, phone) end"
                                + " where id = :id returning *")
                .bind("handle", change.handle())
                .bind("displayName", change.displayName())
                .bind("bio", change.bio())
                .bind("email", change.email())
                .bind("phone", change.phone())
                .bind("clearPhone", change.clearPhone())
                .bind("id", id)
                .map(UserStore::row)
                .findFirst()));
    }

    /** Changes a password; false if it is not {@code before} any more. */
    public boolean changePassword(long id, @Nullable String before, String after) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "update users set password_hash = :after where id = :id and password_hash = :before")
                        .bind("id", id)
                        .bind("before", before)
                        .bind("after", after)
                        .execute())
                > 0;
    }

    /** Removes a person, and what was remembered of their requests; false if there was none. */
    public boolean delete(long id) {
        return jdbi.inTransaction(handle -> {
            handle.execute(
                    "delete from idempotency_keys where owner = ? or (owner = ? and id = ?)",
                    id,
                    IdempotencyKeys.NOBODY,
                    id);
            MediaStore.ownerDeleted(handle, id);
            return handle.execute("delete from users where id = ?", id) > 0;
        });
    }

    static void translating(Runnable work) {
        UserStore.<@Nullable Object>translating(() -> {
            work.run();
            return null;
        });
    }

    private static <T extends @Nullable Object> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnableToExecuteStatementException e) {
            String constraint = Database.brokenConstraint(e);
            if ("users_handle_key".equals(constraint)) {
                throw new TakenException("handle");
            }
            if ("users_email_key".equals(constraint)) {
                throw new TakenException("email");
            }
            throw e;
        }
    }

    private static UserRow row(ResultSet row, StatementContext context) throws SQLException {
        return new UserRow(
                row.getLong("id"),
                row.getString("handle"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("password_hash"),
                row.getString("display_name"),
                row.getString("bio"),
                row.getLong("created_at"),
                row.getLong("version"));
    }
}
