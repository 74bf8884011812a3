package dev.skein.streams.author;

import dev.skein.streams.author.Effect.Deliver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends a delivery where its readers are, which its key does not say: to one partition, or to all. Not for queries: they
 * need a partitioner that answers exactly one.
 */
final class DeliveryPartitioner implements StreamPartitioner<Long, Deliver> {
    private final List<Optional<Set<Integer>>> one;
    private final Optional<Set<Integer>> all;

    DeliveryPartitioner(int partitions) {
        this.one = new ArrayList<>(partitions);
        IntStream.range(0, partitions).forEach(partition -> one.add(Optional.of(Set.of(partition))));
        this.all = Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, Long authorId, Deliver deliver, int partitions) {
        if (partitions != one.size()) {
            throw new IllegalStateException(
                    topic + " has " + partitions + " partitions, the topology is built for " + one.size());
        }
        return deliver.partition() == Deliver.EVERYWHERE ? all : one.get(deliver.partition());
    }
}
