package dev.skein.streams.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LongTableTest {
    @Test
    void itHoldsWhatAMapHolds() {
        Random random = new Random(42);
        Map<Long, String> model = new HashMap<>();
        LongTable<String> table = new LongTable<>();

        for (int i = 0; i < 100_000; i++) {
            long key = 1L + random.nextInt(1 + i / 10);
            if (random.nextInt(3) == 0) {
                model.remove(key);
                table.remove(key);
            } else {
                model.put(key, "value " + i);
                table.put(key, "value " + i);
            }
        }

        assertThat(table.size()).isEqualTo(model.size());
        for (long key = 1; key <= 10_001; key++) {
            assertThat(table.get(key)).isEqualTo(model.get(key));
        }
    }

    @Test
    void aReaderFindsEverythingThatWasThereWhenItBegan() throws Exception {
        LongTable<Long> table = new LongTable<>();
        AtomicLong written = new AtomicLong();
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> {
            Random random = new Random(7);
            long looked = 0;
            for (long upTo = 0; upTo < 300_000; upTo = written.get()) {
                if (upTo > 0) {
                    long key = 1 + (long) (random.nextDouble() * upTo);
                    assertThat(table.get(key)).isEqualTo(-key);
                    looked++;
                }
            }
            return looked;
        });

        for (long key = 1; key <= 300_000; key++) {
            table.put(key, -key);
            written.set(key);
        }

        assertThat(reader.get()).isPositive();
    }

    @Test
    void aReaderNeverFindsWhatBelongsToAnother() throws Exception {
        LongTable<Long> table = new LongTable<>();
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            Random random = new Random(7);
            for (long upTo = 0; upTo < 2_000_000; upTo = written.get()) {
                for (int i = 0; i < 100; i++) {
                    long key = 1 + (long) (random.nextDouble() * 2_000_000);
                    Long found = table.get(key);
                    assertThat(found == null || found == -key)
                            .as("%d: %d", key, found)
                            .isTrue();
                }
            }
        });

        for (long key = 1; key <= 2_000_000; key++) {
            table.put(key, -key);
            if (key % 3 == 0) {
                table.remove(key);
            }
            written.set(key);
        }

        assertThat(reader.get()).isNull();
    }
}
