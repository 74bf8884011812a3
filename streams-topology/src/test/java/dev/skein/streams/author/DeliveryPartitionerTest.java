package dev.skein.streams.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.catalog.Id;
import dev.skein.schemas.delivery.Deleted;
import dev.skein.streams.Given;
import dev.skein.streams.author.Effect.Deliver;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryPartitionerTest {
    private final DeliveryPartitioner partitioner = new DeliveryPartitioner(8);
    private final long author = Given.user(1);

    @Test
    void aDeliveryGoesWhereItsReadersAreNotWhereItsAuthorIs() {
        long reader = Given.user(700);

        assertThat(partitioner.partitions("deliveries", author, Deliver.to(reader, 8, author, new Deleted(1L)), 8))
                .contains(Set.of(Id.partition(reader, 8)));
    }

    @Test
    void whatConcernsEverybodyGoesToEveryPartition() {
        assertThat(partitioner.partitions("deliveries", author, Deliver.everywhere(author, new Deleted(1L)), 8))
                .contains(Set.of(0, 1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void aTopicCutOtherwiseStopsTheApplication() {
        assertThatThrownBy(() ->
                        partitioner.partitions("deliveries", author, Deliver.everywhere(author, new Deleted(1L)), 4))
                .hasMessageContaining("deliveries has 4 partitions, the topology is built for 8");
    }
}
