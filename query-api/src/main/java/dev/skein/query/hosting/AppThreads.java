package dev.skein.query.hosting;

import dev.skein.catalog.App;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The threads of an application: those that it makes while it is made and started, for a thread is in the group of the one
 * that made it.
 */
final class AppThreads {
    private static final int ROOM = 16;

    private final ThreadGroup group;

    AppThreads(App app) {
        group = new ThreadGroup("streams-" + app);
    }

    /** One that makes others. */
    Thread thread(Runnable action) {
        return new Thread(group, action, group.getName());
    }

    /** Something that makes threads when it is made itself. */
    <T> T make(Supplier<T> maker) {
        CompletableFuture<T> made = new CompletableFuture<>();
        thread(() -> made.completeAsync(maker, Runnable::run)).start();
        try {
            return made.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * From now on all of them, and those that they make, stand back behind others while processors are short. Java tells the
     * operating system only if it is asked to ({@code -XX:ThreadPriorityPolicy=1}); how much {@link Thread#MIN_PRIORITY}
     * means is said there, too ({@code -XX:JavaPriority1_To_OSPriority}). It cannot be taken back: raising needs rights.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing is right or wrong by it: only sooner or later.
    void standBack() {
        Thread[] threads = new Thread[2 * group.activeCount() + ROOM];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            threads[i].setPriority(Thread.MIN_PRIORITY);
        }
    }
}
