package dev.skein.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadThroughCacheTest {
    private static final class Held extends ReadThroughCache.Value {
        final String text;

        Held(String text) {
            this.text = text;
        }

        @Override
        protected long size() {
            return 1;
        }
    }

    /** Of three at most. */
    private static final class Cache extends ReadThroughCache<Held> {
        final List<Long> loaded = new ArrayList<>();

        Cache() {
            super("cache", 3);
        }

        @Override
        protected @Nullable Held load(long id) {
            loaded.add(id);
            return id == 0 ? null : new Held("loaded");
        }

        @Override
        protected void leaveStores() {
            forget();
        }

        @Nullable
        String text(long id) {
            Held held = get(id);
            return held == null ? null : held.text;
        }

        Held held(long id) {
            return Objects.requireNonNull(get(id));
        }
    }

    private final Cache cache = new Cache();

    private void opened() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        cache.init(context.getStateStoreContext(), cache);
    }

    @Test
    void anIdIsLoadedOnceAndChangesAfterThat() {
        opened();

        cache.change(1, before -> new Held("not asked for"));
        assertThat(cache.text(1)).isEqualTo("loaded");
        cache.change(1, before -> new Held(before.text + " and changed"));

        assertThat(cache.text(1)).isEqualTo("loaded and changed");
        assertThat(cache.loaded).containsExactly(1L);
    }

    @Test
    void whatIsNotThereIsAskedForAgain() {
        opened();

        assertThat(cache.text(0)).isNull();
        assertThat(cache.text(0)).isNull();

        assertThat(cache.loaded).containsExactly(0L, 0L);
    }

    @Test
    void beyondTheBoundGoesWhatWasNotOfUse() {
        opened();

        for (long id = 1; id <= 100; id++) {
            cache.text(id);
            assertThat(cache.held()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void whatIsKeptIsCurrentUntilItIsAnother() {
        opened();
        Held changed = cache.held(1);
        Held left = cache.held(2);
        assertThat(changed.isCurrent()).isTrue();

        cache.change(1, before -> new Held("changed"));
        assertThat(changed.isCurrent()).isFalse();
        assertThat(cache.held(1).isCurrent()).isTrue();
        assertThat(left.isCurrent()).isTrue();

        cache.forget();
        assertThat(left.isCurrent()).isFalse();
        assertThat(cache.held(2).isCurrent()).isTrue();
    }

    @Test
    void whatThereWasNoRoomForIsNotKeptCurrent() {
        opened();
        Held first = cache.held(1);

        for (long id = 2; id <= 100; id++) {
            cache.text(id);
        }

        assertThat(first.isCurrent()).isFalse();
    }

    @Test
    void whatIsClosedSaysNothing() {
        opened();
        Held kept = cache.held(1);

        cache.close();

        assertThat(kept.isCurrent()).isFalse();

        assertThatThrownBy(() -> cache.text(1)).isInstanceOf(InvalidStateStoreException.class);
        assertThat(cache.held()).isZero();
    }
}
