package dev.skein.query.hosting;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write buffer manager for all RocksDB stores of the process: by default each store and partition
 * would take about 100 MB of its own. Kafka Streams makes one object of this class per store, so that what is shared can
 * only be static; it is the one static state of the process, and lives as long as it.
 */
public final class SharedRocksDb implements RocksDBConfigSetter {
    /** Size of the block cache; memtables, index and filter blocks count against it. */
    static final String BLOCK_CACHE_BYTES = "skein.rocksdb.block-cache-bytes";
    /** How much of that memtables may take. */
    static final String WRITE_BUFFER_BYTES = "skein.rocksdb.write-buffer-bytes";

    private static final double INDEX_AND_FILTER_SHARE = 0.2;
    private static final int BACKGROUND_JOBS = 2;
    private static final Duration REWRITTEN_EVERY = Duration.ofDays(7);
    private static final int MEMTABLES = 2;
    private static final long MEMTABLE_BYTES = 8L << 20;
    /**
     * What a memtable takes at a time. By default an eighth of its size: some hundreds of stores with two column families each
     * would claim more than the write buffer manager has before they hold anything, and it would flush at every write.
     */
    private static final long ARENA_BLOCK_BYTES = 32L << 10;

    private record Memory(Cache cache, WriteBufferManager writeBuffers) {}

    private static @Nullable Memory memory;

    private static synchronized Memory memory(long cacheBytes, long writeBufferBytes) {
        Memory shared = memory;
        if (shared == null) {
            RocksDB.loadLibrary();
            Cache cache = new LRUCache(cacheBytes, -1, false, INDEX_AND_FILTER_SHARE);
            shared = new Memory(cache, new WriteBufferManager(writeBufferBytes, cache));
            memory = shared;
        }
        return shared;
    }

    /** What all stores of the process hold in the block cache, memtables included. Any thread. */
    static synchronized long heldBytes() {
        Memory shared = memory;
        return shared == null ? 0 : shared.cache().getUsage();
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Memory shared = memory(bytes(configs, BLOCK_CACHE_BYTES), bytes(configs, WRITE_BUFFER_BYTES));
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(shared.cache());
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(shared.writeBuffers());
        options.setWriteBufferSize(MEMTABLE_BYTES);
        options.setArenaBlockSize(ARENA_BLOCK_BYTES);
        options.setMaxWriteBufferNumber(MEMTABLES);
        options.setMaxBackgroundJobs(BACKGROUND_JOBS);
        // What was deleted lies in files until they are written anew: not for ever, see docs/privacy.md.
        options.setPeriodicCompactionSeconds(REWRITTEN_EVERY.toSeconds());
    }

    private static long bytes(Map<String, Object> configs, String key) {
        return (Long) Objects.requireNonNull(configs.get(key), key);
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing here belongs to one store.
    }
}
