package dev.skein.streams.trends;

import dev.skein.catalog.Id;
import dev.skein.schemas.store.HashtagChange;
import dev.skein.schemas.store.HashtagChanges;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.datasketches.hll.HllSketch;
import org.apache.kafka.common.utils.Utils;

/**
 * What a partition of tweets adds to hashtags between two commits: one sum for each hashtag and minute, however many
 * tweets carry it, and one record for each partition of hashtags, however many are in it.
 */
final class OutgoingChanges {
    /** In a record: some 100 KB at most. */
    private static final int CHANGES_MAX = 1_000;
    /** Sums held at most; then they go out before the commit. */
    private static final int SUMS_MAX = 20_000;

    private record Key(String tag, String written, String lang, long minute) {}

    private static final class Sum {
        private final HllSketch authors = Authors.sketch();
        private long uses;
    }

    private final int partitions;
    private final BiConsumer<Long, HashtagChanges> sink;
    private final Map<Key, Sum> sums = new HashMap<>();

    /**
     * Collects.
     *
     * @param partitions of hashtags
     * @param sink takes the partition's number and what it is told
     */
    OutgoingChanges(int partitions, BiConsumer<Long, HashtagChanges> sink) {
        this.partitions = partitions;
        this.sink = sink;
    }

    void add(TagRules.Change change) {
        long minute = TrendWindow.minuteOf(Id.millis(change.tweetId()));
        Sum sum =
                sums.computeIfAbsent(new Key(change.tag(), change.written(), change.lang(), minute), key -> new Sum());
        if (change.counts()) {
            sum.uses++;
            sum.authors.update(change.authorId());
        } else {
            sum.uses--;
        }
        if (sums.size() >= SUMS_MAX) {
            flush();
        }
    }

    /** Sends all that waits. */
    void flush() {
        Map<Long, List<HashtagChange>> byPartition = new TreeMap<>();
        sums.forEach((key, sum) -> {
            ByteBuffer authors = Authors.bytes(sum.authors);
            if (sum.uses != 0 || authors.hasRemaining()) {
                long partition = partition(key.tag());
                List<HashtagChange> changes = byPartition.computeIfAbsent(partition, p -> new ArrayList<>());
                changes.add(new HashtagChange(key.tag(), key.written(), key.lang(), key.minute(), sum.uses, authors));
                if (changes.size() >= CHANGES_MAX) {
                    sink.accept(partition, new HashtagChanges(List.copyOf(changes)));
                    changes.clear();
                }
            }
        });
        sums.clear();
        byPartition.forEach((partition, changes) -> {
            if (!changes.isEmpty()) {
                sink.accept(partition, new HashtagChanges(changes));
            }
        });
    }

    /** Where Kafka's default partitioner puts text. */
    private long partition(String tag) {
        return Utils.toPositive(Utils.murmur2(tag.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
