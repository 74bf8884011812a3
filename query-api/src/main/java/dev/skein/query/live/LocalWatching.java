package dev.skein.query.live;

import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.query.live.HomeReader.Page;
import dev.skein.query.live.HomeReader.Shown;
import dev.skein.streams.TimelineWatch;
import dev.skein.streams.TimelineWatch.Change;
import dev.skein.streams.home.TimelineEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timelines of this process, watched from here and by other instances. Stream threads hand over what has changed; one thread of its own reads the entries, many in one go, and
 * tells whoever watches. Should it fall behind by very much, everybody who watches is told that their timeline has changed.
 */
public final class LocalWatching implements TimelineWatch.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWatching.class);
    private static final int WAITING_MAX = 20_000;
    private static final int TAKEN_MAX = 1_000;
    private static final int SHOWN_AT_ONCE = 250;

    private final TimelineWatch watch;
    private final HomeReader home;
    private final LongUnaryOperator partitionOf;
    private final Executor executor;
    private final Map<Long, Set<Watching.Told>> watching = new ConcurrentHashMap<>();
    private final BlockingQueue<List<Change>> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread thread = new Thread(this::run, "live-timelines");
    private volatile boolean lost;

    /**
     * Listens to {@code watch}; {@link #start} begins to tell.
     *
     * @param partitionOf a reader's
     * @param executor reads what stands in a timeline when somebody begins to watch
     */
    public LocalWatching(TimelineWatch watch, HomeReader home, LongUnaryOperator partitionOf, Executor executor) {
        this.watch = watch;
        this.home = home;
        this.partitionOf = partitionOf;
        this.executor = executor;
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        watch.tell(this);
        thread.start();
    }

    /** As {@link Watching#watch}, for one who is told. */
    CompletableFuture<Watching.Above> watch(Watching.Told to, long reader, long above) {
        watching.compute(reader, (id, before) -> {
            Set<Watching.Told> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            if (all.add(to)) {
                watch.watch(reader);
            }
            return all;
        });
        return CompletableFuture.supplyAsync(() -> above(reader, above), executor);
    }

    /** As {@link Watching#unwatch}. */
    void unwatch(Watching.Told to, long reader) {
        watching.computeIfPresent(reader, (id, all) -> {
            if (all.remove(to)) {
                watch.unwatch(reader);
            }
            return all.isEmpty() ? null : all;
        });
    }

    private Watching.Above above(long reader, long above) {
        if (above == Watching.FROM_NOW) {
            Page page = home.newest(reader, StreamPosition.NAMED_MAX);
            List<Watching.Item> places = page.entries().stream()
                    .map(entry -> new Watching.Item(entry.id(), null))
                    .toList();
            return new Watching.Above(places, page.whole(), false);
        }
        Page page = home.newest(reader, Watching.ABOVE_MAX + 1);
        List<Shown> shown = page.entries().stream()
                .filter(entry -> entry.id() > above)
                .map(entry -> new Shown(reader, entry))
                .toList();
        boolean more = shown.size() > Watching.ABOVE_MAX;
        List<Shown> told = more ? shown.subList(0, Watching.ABOVE_MAX) : shown;
        List<String> json = home.show(told);
        List<Watching.Item> items = new ArrayList<>(told.size());
        for (int i = 0; i < told.size(); i++) {
            items.add(new Watching.Item(told.get(i).entry().id(), json.get(i)));
        }
        return new Watching.Above(items, page.whole(), more);
    }

    @Override
    public void told(List<Change> changes) {
        if (!waiting.offer(changes)) {
            lost = true;
        }
    }

    private void run() {
        List<List<Change>> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(waiting.take());
                waiting.drainTo(taken, TAKEN_MAX);
                try {
                    if (lost) {
                        lost = false;
                        LOG.warn("streams cannot keep up with their timelines: they are told to load them anew");
                        watching.keySet().forEach(this::changed);
                    } else {
                        taken.forEach(this::gather);
                        show();
                    }
                } catch (RuntimeException e) {
                    LOG.error("what entered timelines is not told", e);
                    lost = true;
                    shown.clear();
                }
                taken.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("closed", e);
        }
    }

    /** What is to be told, each entry of a reader once. */
    private final Map<Change.Entered, TimelineEntry> shown = new LinkedHashMap<>();

    private void gather(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Entered entered) {
                gather(entered);
            } else if (change instanceof Change.Published published) {
                watching.keySet().stream()
                        .filter(reader -> partitionOf.applyAsLong(reader) == published.partition()
                                && follows(reader, published.author()))
                        .forEach(reader -> gather(new Change.Entered(reader, published.entry())));
            } else if (change instanceof Change.Changed changed) {
                changed(changed.reader());
            }
        }
    }

    private void gather(Change.Entered entered) {
        if (watching.containsKey(entered.reader())) {
            TimelineEntry entry = entry(entered);
            if (entry != null) {
                shown.put(entered, entry);
                if (shown.size() >= SHOWN_AT_ONCE) {
                    show();
                }
            }
        }
    }

    private boolean follows(long reader, long author) {
        try {
            return home.follows(reader, author);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** Null also where the timelines have left this process: whoever watches will do so elsewhere, and be told there. */
    private @Nullable TimelineEntry entry(Change.Entered entered) {
        try {
            return home.entry(entered.reader(), entered.entry());
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    private void show() {
        if (shown.isEmpty()) {
            return;
        }
        List<Shown> entries = new ArrayList<>(shown.size());
        shown.forEach((entered, entry) -> entries.add(new Shown(entered.reader(), entry)));
        shown.clear();
        List<String> json = home.show(entries);
        for (int i = 0; i < entries.size(); i++) {
            Shown entry = entries.get(i);
            for (Watching.Told to : watching.getOrDefault(entry.reader(), Set.of())) {
                to.item(entry.reader(), entry.entry().id(), json.get(i));
            }
        }
    }

    private void changed(long reader) {
        watching.getOrDefault(reader, Set.of()).forEach(to -> to.changed(reader));
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** For one who is told, as a place like any other. */
    Watching as(Watching.Told to) {
        return new Watching() {
            @Override
            public CompletableFuture<Above> watch(long reader, long above) {
                return LocalWatching.this.watch(to, reader, above);
            }

            @Override
            public void unwatch(long reader) {
                LocalWatching.this.unwatch(to, reader);
            }
        };
    }
}
