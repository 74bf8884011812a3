package dev.skein.streams.author;

import dev.skein.catalog.Store;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A processor that keeps state and tells {@link Effect}s.
 *
 * @param <V> what it reads
 */
abstract class EffectProcessor<V> extends ContextualProcessor<Long, V, Long, Effect> {
    /** Opens a store by its descriptor. */
    final <K, T> KeyValueStore<K, T> open(Store.KeyValue<K, T> store) {
        return context().getStateStore(store.name());
    }

    /** Forwards an effect of what happened at {@code timestamp}. */
    final void tell(Effect effect, long timestamp) {
        context().forward(new Record<>(effect.key(), effect, timestamp));
    }
}
