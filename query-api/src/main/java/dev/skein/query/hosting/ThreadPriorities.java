package dev.skein.query.hosting;

import dev.skein.catalog.App;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Timelines first: while processors are short, the threads of an application that counts stand back behind those that bring
 * tweets into timelines and answer requests. Java tells the operating system only if it is asked to
 * ({@code -XX:ThreadPriorityPolicy=1}); how much {@link Thread#MIN_PRIORITY} means is said there, too
 * ({@code -XX:JavaPriority1_To_OSPriority}).
 */
final class ThreadPriorities {
    private ThreadPriorities() {}

    /** A thread that makes others for an application: they get its priority. */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing is right or wrong by it: only sooner or later.
    static Thread thread(App app, Runnable action) {
        Thread thread = new Thread(action, "streams-" + app);
        thread.setPriority(app.exactlyOnce() ? Thread.MIN_PRIORITY : Thread.NORM_PRIORITY);
        return thread;
    }

    /**
     * Something of an application that makes threads when it is made itself. On a thread of its own, for whoever lowers their
     * priority may not be allowed to raise it again.
     */
    static <T> T make(App app, Supplier<T> maker) {
        CompletableFuture<T> made = new CompletableFuture<>();
        thread(app, () -> made.completeAsync(maker, Runnable::run)).start();
        try {
            return made.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
