package dev.skein.query.fetch;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Store;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;

/**
 * One kind of thing that can be looked up by key, wherever it lies.
 *
 * @param number names it between instances; never given to another kind
 * @param store where it lies
 * @param key how its keys are told
 * @param value how its values are told
 * @param valueTopic whose registered schema tells them
 * @param remembered for how long an answer is given again instead of being asked for anew; zero for not at all
 */
public record Lookup<K, V>(
        int number, Store<K, V> store, Key<K> key, Serde<V> value, String valueTopic, Duration remembered) {
    /** A key that begins with an id. */
    public interface Key<K> {
        /** The id whose shard decides the partition. */
        long id(K key);

        /** Writes it. */
        void write(K key, DataOutput out) throws IOException;

        /** Reads it. */
        K read(DataInput in) throws IOException;
    }

    /** Keys that are ids. */
    static final Key<Long> ID = new Key<>() {
        @Override
        public long id(Long key) {
            return key;
        }

        @Override
        public void write(Long key, DataOutput out) throws IOException {
            out.writeLong(key);
        }

        @Override
        public Long read(DataInput in) throws IOException {
            return in.readLong();
        }
    };

    /** Keys of two ids. */
    static final Key<IdPair> PAIR = new Key<>() {
        @Override
        public long id(IdPair key) {
            return key.first();
        }

        @Override
        public void write(IdPair key, DataOutput out) throws IOException {
            out.writeLong(key.first());
            out.writeLong(key.second());
        }

        @Override
        public IdPair read(DataInput in) throws IOException {
            return new IdPair(in.readLong(), in.readLong());
        }
    };
}
