package dev.skein.ingest.session;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.skein.http.ApiException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id, with OWASP's parameters unless configured otherwise.
 *
 * <p>Every hash takes its memory and some tens of milliseconds, so it happens on threads of its own, as many as half the processors, behind a bounded queue: logging in may
 * become slow, posting may not.
 */
public final class Passwords implements AutoCloseable {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int QUEUE = 256;
    private static final int IDLE_SECONDS = 30;

    private final Argon2Function argon2;
    private final String nobodysHash;
    private final ThreadPoolExecutor threads;

    /**
     * @param memoryKib memory of one hash in KiB
     * @param iterations passes over it
     */
    public Passwords(int memoryKib, int iterations) {
        argon2 = Argon2Function.getInstance(memoryKib, iterations, 1, HASH_BYTES, Argon2.ID);
        nobodysHash = hashNow("nobody's password");
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> {
                    Thread thread = new Thread(work, "password");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The hash to store, with its salt and parameters. Fails with a 503 if too many are waiting. */
    public CompletableFuture<String> hash(String password) {
        return submit(() -> hashNow(password));
    }

    /** Whether it is the password of that hash. Without a hash it takes the same time and says no, so that it cannot be told who is registered. */
    public CompletableFuture<Boolean> matches(String password, @Nullable String hash) {
        return submit(() -> {
            String stored = hash == null ? nobodysHash : hash;
            boolean matches = Password.check(password, stored).with(Argon2Function.getInstanceFromHash(stored));
            return matches && hash != null;
        });
    }

    private String hashNow(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
    }

    private <T> CompletableFuture<T> submit(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(ApiException.unavailable("Too many are logging in."));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
