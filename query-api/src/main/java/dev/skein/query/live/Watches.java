package dev.skein.query.live;

import dev.skein.catalog.Stores;
import dev.skein.query.routing.Instance;
import dev.skein.query.routing.Routing;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which streams of this instance look at which timelines, and where these lie: here, or at another instance over one connection for all. When timelines move, or a connection
 * ends, each stream asks the new place what it has missed. One thread opens, closes and looks; others tell what they have been told.
 */
final class Watches implements Watching.Told {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    /** The streams of one reader. */
    private static final class Followed {
        final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
        volatile @Nullable Place at;
        /** How often it has moved: an answer from before says nothing about now. */
        final AtomicInteger moves = new AtomicInteger();
    }

    /** Where timelines lie. */
    private record Place(Instance instance, Watching watching) {
        boolean isOpen() {
            return !(watching instanceof PeerWatching peer) || peer.isOpen();
        }
    }

    private final Routing routing;
    private final HttpClient client;
    private final Place here;
    private final Map<Instance, Place> peers = new ConcurrentHashMap<>();
    private final Map<Long, Followed> readers = new ConcurrentHashMap<>();

    Watches(Routing routing, LocalWatching local, HttpClient client) {
        this.routing = routing;
        this.client = client;
        this.here = new Place(routing.self(), local.as(this));
    }

    /** A stream looks at its viewer's timeline. */
    void open(LiveStream stream) {
        long reader = stream.viewer().userId();
        Followed followed = readers.compute(reader, (id, before) -> {
            Followed all = before == null ? new Followed() : before;
            all.streams.add(stream);
            return all;
        });
        Place place = place(routing.active(Stores.TIMELINES, routing.partition(reader)));
        move(reader, followed, place);
    }

    /** It does no longer. */
    void close(LiveStream stream) {
        readers.computeIfPresent(stream.viewer().userId(), (reader, followed) -> {
            followed.streams.remove(stream);
            if (!followed.streams.isEmpty()) {
                return followed;
            }
            Place at = followed.at;
            if (at != null) {
                at.watching().unwatch(reader);
            }
            return null;
        });
    }

    /** To be asked a few times a second: finds out what has moved, and asks for what may be missing. */
    void look() {
        Map<Integer, @Nullable Place> places = new HashMap<>();
        readers.forEach((reader, followed) -> {
            int partition = routing.partition(reader);
            if (!places.containsKey(partition)) {
                places.put(partition, place(routing.active(Stores.TIMELINES, partition)));
            }
            move(reader, followed, places.get(partition));
        });
        peers.values().removeIf(peer -> !peer.isOpen());
    }

    private @Nullable Place place(@Nullable Instance owner) {
        if (owner == null) {
            return null;
        }
        if (owner.equals(here.instance())) {
            return here;
        }
        return peers.compute(
                owner,
                (instance, known) -> known != null && known.isOpen()
                        ? known
                        : new Place(instance, new PeerWatching(client, instance, this)));
    }

    private void move(long reader, Followed followed, @Nullable Place to) {
        Place from = followed.at;
        if (to == null) {
            return;
        }
        if (from == null || !from.equals(to) || !from.isOpen()) {
            if (from != null) {
                from.watching().unwatch(reader);
                followed.streams.forEach(stream -> stream.behind = true);
            }
            followed.at = to;
            followed.moves.incrementAndGet();
        }
        for (LiveStream stream : followed.streams) {
            if (stream.behind && !stream.asking) {
                ask(reader, followed, stream, to);
            }
        }
    }

    private void ask(long reader, Followed followed, LiveStream stream, Place place) {
        stream.asking = true;
        int moves = followed.moves.get();
        CompletableFuture<Watching.Above> answer = place.watching().watch(reader, stream.base());
        var unused = answer.handle((above, failure) -> {
            if (failure != null) {
                LOG.debug("a timeline cannot be looked at now", failure);
            } else if (moves == followed.moves.get()) {
                stream.above(above);
            }
            stream.asking = false;
            return null;
        });
    }

    @Override
    public void item(long reader, long entry, String json) {
        Followed followed = readers.get(reader);
        if (followed != null) {
            followed.streams.forEach(stream -> stream.item(entry, json));
        }
    }

    @Override
    public void changed(long reader) {
        Followed followed = readers.get(reader);
        if (followed != null) {
            followed.streams.forEach(LiveStream::changed);
        }
    }

    /** The streams of a reader. */
    Set<LiveStream> of(long reader) {
        Followed followed = readers.get(reader);
        return followed == null ? Set.of() : followed.streams;
    }

    /** Whether a reader has a stream here. */
    boolean has(long reader) {
        return readers.containsKey(reader);
    }

    void ping() {
        peers.values().forEach(place -> {
            if (place.watching() instanceof PeerWatching peer) {
                peer.ping();
            }
        });
    }

    void close() {
        peers.values().forEach(place -> {
            if (place.watching() instanceof PeerWatching peer) {
                peer.close();
            }
        });
    }
}
