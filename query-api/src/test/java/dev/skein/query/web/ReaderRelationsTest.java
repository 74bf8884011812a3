package dev.skein.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.schemas.store.Relation;
import org.junit.jupiter.api.Test;

class ReaderRelationsTest {
    private static final Relation FOLLOWS = new Relation(9L, false, false, false, 0L);

    @Test
    void everyoneIsFoundHoweverManyAreAskedFor() {
        for (int followed : new int[] {0, 10, 100, 3_000}) {
            FakeStores stores = new FakeStores();
            for (long other = 1; other <= followed; other++) {
                stores.put(Stores.RELATIONS, new IdPair(7, other), FOLLOWS);
                stores.put(Stores.RELATIONS, new IdPair(8, 5_000 + other), FOLLOWS);
            }
            boolean right = stores.read(Stores.RELATIONS, 0, store -> {
                ReaderRelations relations = new ReaderRelations(store, 7);
                boolean all = true;
                for (int round = 0; round < 2; round++) {
                    for (long other = 1; other <= 4_000; other++) {
                        all &= (relations.to(other) != null) == (other <= followed);
                    }
                }
                return all;
            });

            assertThat(right).as("following %d", followed).isTrue();
            assertThat(stores.iteratorsOpen()).isZero();
        }
    }
}
