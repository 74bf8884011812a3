package dev.skein.query.hosting;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.LagInfo;

/**
 * How far copies of stores are behind, in time. Kafka counts records; a reader wants to know how old an answer may be. So
 * each look notes the log's end, and a copy is as old as the oldest end that it has not reached. A copy that never
 * reached any noted end is still being filled, and has no lag that could be told.
 */
final class Lags {
    private static final int ENDS_MAX = 120;

    private record Place(String store, int partition) {}

    private record End(long offset, long millis) {}

    /** What is known of one copy; written by one thread. */
    private static final class Copy {
        final Deque<End> unreached = new ArrayDeque<>();
        volatile long reachedMillis = -1;
    }

    private final Map<Place, Copy> copies = new ConcurrentHashMap<>();

    /** Takes what {@code KafkaStreams.allLocalStorePartitionLags} said at a time. */
    void looked(Map<String, Map<Integer, LagInfo>> lags, long nowMillis) {
        lags.forEach((store, partitions) -> partitions.forEach((partition, lag) -> looked(
                copies.computeIfAbsent(new Place(store, partition), place -> new Copy()),
                lag.currentOffsetPosition(),
                lag.endOffsetPosition(),
                nowMillis)));
        copies.keySet()
                .removeIf(place -> lags.containsKey(place.store())
                        && !lags.getOrDefault(place.store(), Map.of()).containsKey(place.partition()));
    }

    private static void looked(Copy copy, long at, long end, long nowMillis) {
        copy.unreached.addLast(new End(end, nowMillis));
        while (!copy.unreached.isEmpty() && copy.unreached.getFirst().offset() <= at) {
            copy.reachedMillis = copy.unreached.removeFirst().millis();
        }
        if (copy.unreached.size() > ENDS_MAX) {
            copy.unreached.removeLast();
        }
    }

    /** How old what the copy says may be; empty where it has never been whole. */
    OptionalLong millis(String store, int partition, long nowMillis) {
        Copy copy = copies.get(new Place(store, partition));
        if (copy == null || copy.reachedMillis < 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, nowMillis - copy.reachedMillis));
    }
}
