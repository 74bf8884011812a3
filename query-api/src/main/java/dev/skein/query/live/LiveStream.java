package dev.skein.query.live;

import dev.skein.http.Viewer;
import dev.skein.http.live.Channel;
import dev.skein.http.live.Closing;
import dev.skein.http.live.Outbox;
import dev.skein.query.live.Watching.Above;
import dev.skein.query.live.Watching.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client's stream: what it has seen, and what it is yet to read. */
public final class LiveStream {
    /** Who does not read so many events is too slow. */
    static final int EVENTS_MAX = 512;

    private static final int CHARS_MAX = 1 << 20;
    private static final long RELOAD_EVERY_MILLIS = 1_000;
    /** How often something is looked for in the page of notifications that the topic has told of. */
    private static final int NOTICE_TRIES = 3;
    /** Looks between the tries: about a second. */
    private static final int NOTICE_PAUSE = 4;

    /** An event as it goes over the wire. */
    @FunctionalInterface
    public interface Format {
        /**
         * Writes it.
         *
         * @param id where a client goes on that has seen it; null: as before
         */
        String of(String event, @Nullable String id, String json);
    }

    private final Viewer viewer;
    private final Supplier<CompletableFuture<Notices>> notices;
    private final Channel channel;
    private final Format format;
    private final Outbox outbox;

    /** Entries that came before it was known what the client has seen. */
    private final List<Item> early = new ArrayList<>();
    /** What came before the stream was opened, of what the client shows. */
    private final List<String> earlyNews = new ArrayList<>();

    private @Nullable StreamPosition position;
    private final long notificationsFrom;
    private volatile boolean notificationsDue;
    private int pause;
    private int triesLeft;
    private boolean opened;
    private boolean reload;
    private long reloadedMillis;
    private volatile boolean whole = true;
    private volatile Set<Long> shown = Set.of();

    /** Whether something may stand in the timeline that was not told. */
    volatile boolean behind = true;
    /** Whether it is being asked for. */
    volatile boolean asking;

    /**
     * A stream that is not opened yet.
     *
     * @param after where the client goes on, null: from now
     * @param notificationsFrom those before this place are old, where it is not known which the client has seen
     * @param notices the viewer's newest notifications
     */
    LiveStream(
            Viewer viewer,
            Channel channel,
            Format format,
            @Nullable StreamPosition after,
            long notificationsFrom,
            Supplier<CompletableFuture<Notices>> notices) {
        this.viewer = viewer;
        this.notices = notices;
        this.channel = channel;
        this.format = format;
        this.outbox = new Outbox(channel, EVENTS_MAX, CHARS_MAX);
        this.position = after;
        this.notificationsFrom = notificationsFrom;
        if (after != null && after.notification() == StreamPosition.UNKNOWN) {
            after.seeNotification(notificationsFrom);
        } else {
            // Some may have come while the client was away.
            notificationsDue = after != null;
        }
    }

    Viewer viewer() {
        return viewer;
    }

    /** Whether the timeline is whole, as far as that is known. */
    boolean whole() {
        return whole;
    }

    /** The tweets whose counts the client shows. */
    Set<Long> shown() {
        return shown;
    }

    void show(Set<Long> tweets) {
        shown = tweets;
    }

    /** Entries above it may be missing. */
    synchronized long base() {
        return position == null ? Watching.FROM_NOW : position.base();
    }

    /** An entry has entered the timeline. */
    synchronized void item(long entry, String json) {
        if (position == null || !opened) {
            early.add(new Item(entry, json));
        } else if (position.see(entry)) {
            send("item", position.toString(), json);
        }
    }

    /** What stands in the timeline above what was seen. */
    synchronized void above(Above above) {
        behind = false;
        whole = above.whole();
        List<Long> entries = above.items().stream().map(Item::entry).toList();
        StreamPosition before = position;
        StreamPosition now = before == null || above.more()
                ? StreamPosition.after(entries, before == null ? notificationsFrom : before.notification())
                : before;
        position = now;
        if (!opened) {
            opened = true;
            send("open", now.toString(), "{\"rebuilding\":" + !whole + "}");
            earlyNews.forEach(outbox::send);
            earlyNews.clear();
        }
        if (before != null && above.more()) {
            // What the client loads now has them.
            early.forEach(item -> now.see(item.entry()));
            early.clear();
            reload();
        } else if (before != null) {
            for (int i = above.items().size() - 1; i >= 0; i--) {
                Item item = above.items().get(i);
                if (item.json() != null && now.see(item.entry())) {
                    send("item", now.toString(), item.json());
                }
            }
        }
        for (Item item : early) {
            if (item.json() != null && now.see(item.entry())) {
                send("item", now.toString(), item.json());
            }
        }
        early.clear();
    }

    /** Older entries were brought back: the client loads what it shows anew, now or in a moment. */
    synchronized void changed() {
        whole = true;
        reload = true;
    }

    /** Tells what was gathered. */
    synchronized void look(long nowMillis) {
        if (opened && reload && nowMillis - reloadedMillis >= RELOAD_EVERY_MILLIS) {
            reloadedMillis = nowMillis;
            reload();
        }
    }

    private void reload() {
        reload = false;
        send("reload", position == null ? null : position.toString(), "{\"what\":\"timeline\"}");
    }

    /** Something concerns the viewer that may not be told yet. */
    synchronized void notificationsChanged() {
        notificationsDue = true;
        pause = 0;
        triesLeft = NOTICE_TRIES;
    }

    /** Asks for the newest notifications, if there may be some that were not told. */
    boolean askForNotifications() {
        synchronized (this) {
            if (!opened || !notificationsDue || pause-- > 0) {
                return false;
            }
            notificationsDue = false;
        }
        var unused = notices.get().handle((newest, failure) -> {
            if (failure == null) {
                tell(newest);
            } else {
                notificationsDue = true;
            }
            return null;
        });
        return true;
    }

    private synchronized void tell(Notices newest) {
        StreamPosition now = position;
        if (now == null) {
            return;
        }
        List<Item> unseen = newest.newestFirst().stream()
                .filter(item -> item.entry() > now.notification())
                .toList();
        if (unseen.isEmpty() && triesLeft > 0) {
            // Who did it may not be known yet to those who show it.
            triesLeft--;
            pause = NOTICE_PAUSE;
            notificationsDue = true;
            return;
        }
        triesLeft = 0;
        if (newest.more()
                && !unseen.isEmpty()
                && unseen.size() == newest.newestFirst().size()) {
            now.seeNotification(unseen.get(0).entry());
            send("reload", now.toString(), "{\"what\":\"notifications\"}");
            return;
        }
        for (int i = unseen.size() - 1; i >= 0; i--) {
            Item item = unseen.get(i);
            if (item.json() != null && now.seeNotification(item.entry())) {
                send("notification", now.toString(), item.json());
            }
        }
    }

    /** Something about what the client shows: whoever comes back says again what that is. */
    public synchronized void tell(String event, String json) {
        if (opened) {
            send(event, null, json);
        } else if (earlyNews.size() < EVENTS_MAX) {
            earlyNews.add(format.of(event, null, json));
        }
    }

    private void send(String event, @Nullable String id, String json) {
        outbox.send(format.of(event, id, json));
    }

    void ping() {
        if (!channel.ping()) {
            close(Closing.SILENT);
        }
    }

    /** Ends it, with a reason that the client is told. */
    public void close(Closing closing) {
        outbox.close(closing);
    }

    void over() {
        outbox.over();
    }
}
