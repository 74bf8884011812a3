package dev.skein.ingest.api;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.ingest.postgres.IdempotencyKeys;
import dev.skein.ingest.postgres.IdempotencyKeys.Reservation;
import dev.skein.ingest.postgres.People;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.ingest.postgres.UserStore;
import dev.skein.ingest.rules.ProfileRules;
import dev.skein.ingest.session.FailedLogins;
import dev.skein.ingest.session.Passwords;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Registering, logging in, and looking after one's own account. */
public final class Accounts {
    private static final long FIRST_VERSION = 1;

    private final UserStore store;
    private final People people;
    private final IdempotencyKeys keys;
    private final Passwords passwords;
    private final FailedLogins attempts;
    private final IdGenerator ids;

    public Accounts(
            UserStore store,
            People people,
            IdempotencyKeys keys,
            Passwords passwords,
            FailedLogins attempts,
            IdGenerator ids) {
        this.store = store;
        this.people = people;
        this.keys = keys;
        this.passwords = passwords;
        this.attempts = attempts;
        this.ids = ids;
    }

    /** Adds a person. With a key, a repeat answers the person whom the first request added. */
    CompletableFuture<UserRow> register(Registration wanted, @Nullable String key) {
        if (key == null) {
            // Asked before the hash, which costs a thousand times as much; the table decides afterwards.
            refuseTaken(wanted);
        }
        return passwords.hash(wanted.password()).thenCompose(hash -> {
            UserRow user = newUser(wanted, hash);
            if (key == null) {
                taking(() -> store.insert(user));
                people.remember(user);
                return CompletableFuture.completedFuture(user);
            }
            String request = IdempotencyKey.hash(wanted.withoutPassword());
            Reservation[] reserved = new Reservation[1];
            taking(() -> reserved[0] = keys.reserveAndInsert(key, request, user));
            return reserved[0].id() == user.id()
                    ? CompletableFuture.completedFuture(user)
                    : repeated(reserved[0], request, wanted.password());
        });
    }

    private CompletableFuture<UserRow> repeated(Reservation reservation, String request, String password) {
        IdempotencyKey.requireSame(reservation, request);
        UserRow user = store.byId(reservation.id()).orElseThrow(IdempotencyKey::used);
        return passwords.matches(password, user.passwordHash()).thenApply(matches -> {
            if (!matches) {
                throw IdempotencyKey.used();
            }
            return user;
        });
    }

    /** Whose handle or address and password these are; 401 without saying which of them is wrong, 429 after too many failures. */
    CompletableFuture<UserRow> logIn(Login login, String address) {
        Optional<UserRow> found = find(login);
        // Somebody by their id, however they were named; nobody by the name, so that it cannot be told who is somebody.
        String account = found.map(user -> Long.toString(user.id())).orElseGet(login::normalized);
        return attempts.attempt(
                        account,
                        address,
                        () -> passwords.matches(
                                login.password(),
                                found.map(UserRow::passwordHash).orElse(null)))
                .thenApply(matches -> {
                    if (!matches) {
                        throw new ApiException(new ApiError.Unauthorized("", "Handle, address or password are wrong."));
                    }
                    return found.orElseThrow();
                });
    }

    /** Changes a password; 422 if the old one is another, 429 after too many failures. */
    CompletableFuture<Void> changePassword(UserRow user, PasswordChange change, String address) {
        String hash = read(user).passwordHash();
        return attempts.attempt(Long.toString(user.id()), address, () -> passwords.matches(change.before(), hash))
                .thenCompose(matches -> {
                    if (!matches) {
                        throw ApiException.unprocessable("old", "This is not the password.");
                    }
                    return passwords.hash(change.after());
                })
                .thenAccept(changed -> {
                    if (!store.changePassword(user.id(), hash, changed)) {
                        throw ApiException.unprocessable("old", "This is not the password any more.");
                    }
                    people.forget(user);
                });
    }

    private Optional<UserRow> find(Login login) {
        // What cannot be anybody's is not asked for: it may hold what PostgreSQL refuses.
        String handle = login.handle();
        if (handle != null) {
            return ProfileRules.handle(handle) == null ? store.byHandle(handle) : Optional.empty();
        }
        String email = login.email();
        return email != null && ProfileRules.email(email) == null ? store.byEmail(email) : Optional.empty();
    }

    /** Who it is, as the table has them now. */
    UserRow read(UserRow user) {
        return store.byId(user.id()).orElseThrow(Accounts::gone);
    }

    UserRow change(UserRow user, UserStore.Change change) {
        Object[] changed = new Object[1];
        taking(() -> changed[0] = store.change(user.id(), change).orElseThrow(Accounts::gone));
        UserRow row = (UserRow) changed[0];
        people.forget(user);
        people.remember(row);
        return row;
    }

    void delete(UserRow user) {
        store.delete(user.id());
        people.forget(user);
    }

    private UserRow newUser(Registration wanted, String passwordHash) {
        long id = ids.next(ThreadLocalRandom.current().nextInt(Id.SHARDS));
        String displayName = wanted.displayName();
        return new UserRow(
                id,
                wanted.handle(),
                wanted.email(),
                wanted.phone(),
                passwordHash,
                displayName == null ? wanted.handle() : displayName,
                "",
                Id.millis(id),
                FIRST_VERSION);
    }

    private void refuseTaken(Registration wanted) {
        if (store.byHandle(wanted.handle()).isPresent()) {
            throw taken("handle");
        }
        if (store.byEmail(wanted.email()).isPresent()) {
            throw taken("email");
        }
    }

    private static void taking(Runnable work) {
        try {
            work.run();
        } catch (UserStore.TakenException e) {
            throw taken(e.field());
        }
    }

    static ApiException taken(String field) {
        return ApiException.conflict(field, "This " + field + " is taken.");
    }

    private static ApiException gone() {
        return new ApiException(new ApiError.Unauthorized("invalid_token", "The account of this token is gone."));
    }
}
