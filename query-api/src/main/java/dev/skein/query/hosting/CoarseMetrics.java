package dev.skein.query.hosting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Which metrics of an application are told to Prometheus: those of threads, tasks, clients and our own stores. Of each
 * RocksDB store, processor, topic and node Kafka keeps dozens more, tens of thousands with 64 partitions. They must not even
 * reach Micrometer's binder, which compares each new metric with all others of its name, also with those that a filter of
 * meters denies: half a minute of a processor after each start and rebalance.
 */
final class CoarseMetrics {
    private static final Set<String> TOO_FINE = Set.of(
            "stream-state-metrics",
            "stream-processor-node-metrics",
            "stream-topic-metrics",
            "producer-topic-metrics",
            "producer-node-metrics",
            "consumer-node-metrics",
            "admin-client-metrics",
            "admin-client-node-metrics");

    private static final String OF_PARTITIONS = "consumer-fetch-manager-metrics";
    private static final String LAG = "records-lag";

    private CoarseMetrics() {}

    static Map<MetricName, Metric> of(Map<MetricName, ? extends Metric> all) {
        Map<MetricName, Metric> coarse = new LinkedHashMap<>();
        all.forEach((name, metric) -> {
            if (isCoarse(name)) {
                coarse.put(name, metric);
            }
        });
        return coarse;
    }

    private static boolean isCoarse(MetricName name) {
        return !TOO_FINE.contains(name.group())
                && (!name.group().equals(OF_PARTITIONS) || name.name().equals(LAG));
    }
}
