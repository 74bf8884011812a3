package dev.skein.streams.home;

import dev.skein.streams.TimelineSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What all stores of timelines in a process share: settings, threads that read and write snapshots, and the memory. */
final class TimelineEngine {
    private static final int IDLE_SECONDS = 5;

    private final TimelineSettings settings;
    private final Executor writing;
    private final Executor loading;
    private final SnapshotsAhead ahead;
    private final Set<OpenTimelines> open = ConcurrentHashMap.newKeySet();

    TimelineEngine(TimelineSettings settings) {
        this(
                settings,
                threads("timelines-snapshot", 1),
                threads("timelines-load", Runtime.getRuntime().availableProcessors()));
    }

    /** With threads of somebody's own. */
    TimelineEngine(TimelineSettings settings, Executor writing, Executor loading) {
        this.settings = settings;
        this.writing = writing;
        this.loading = loading;
        this.ahead = new SnapshotsAhead(loading);
    }

    TimelineSettings settings() {
        return settings;
    }

    /** One at a time: a disk has one head, and the cores have other work. */
    Executor writing() {
        return writing;
    }

    /** As many as there are cores: nobody is served before all is loaded. */
    Executor loading() {
        return loading;
    }

    /** What is loaded while no store has it open. */
    SnapshotsAhead ahead() {
        return ahead;
    }

    /** One more store has its share of the memory. */
    void opened(OpenTimelines store) {
        open.add(store);
    }

    /** One store less has. */
    void closed(OpenTimelines store) {
        open.remove(store);
    }

    /** Begins to count what all of them loaded: who is about to write to one will write to the others. */
    void count() {
        open.forEach(OpenTimelines::count);
    }

    /** How much memory a store may take, bytes. */
    long bytesMax() {
        return settings.bytesMax() / Math.max(1, open.size());
    }

    /** Threads that are there only while there is work, and end with the process. */
    private static Executor threads(String name, int count) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
