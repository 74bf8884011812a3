package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class CoarseMetricsTest {
    @Test
    void tellsOfThreadsTasksClientsAndOurStores() {
        assertThat(told(
                        "stream-thread-metrics/task-created-total",
                        "stream-task-metrics/process-rate",
                        "stream-timelines-metrics/entries",
                        "producer-metrics/record-send-rate",
                        "consumer-coordinator-metrics/rebalance-total"))
                .hasSize(5);
    }

    @Test
    void tellsNothingOfEachStoreProcessorTopicAndNode() {
        assertThat(told(
                        "stream-state-metrics/block-cache-usage",
                        "stream-processor-node-metrics/process-rate",
                        "stream-topic-metrics/bytes-consumed-total",
                        "producer-topic-metrics/byte-rate",
                        "producer-node-metrics/request-rate",
                        "consumer-node-metrics/request-rate",
                        "admin-client-metrics/request-rate"))
                .isEmpty();
    }

    @Test
    void ofEachPartitionTellsOnlyHowFarBehindItIs() {
        assertThat(told(
                        "consumer-fetch-manager-metrics/records-lag",
                        "consumer-fetch-manager-metrics/records-lag-max",
                        "consumer-fetch-manager-metrics/fetch-rate"))
                .containsExactly("records-lag");
    }

    private static Stream<String> told(String... names) {
        try (Metrics metrics = new Metrics()) {
            Map<MetricName, Metric> all = new LinkedHashMap<>();
            for (String name : names) {
                String[] parts = name.split("/", 2);
                MetricName metric = metrics.metricName(parts[1], parts[0]);
                metrics.addMetric(metric, (Gauge<Integer>) (config, now) -> 1);
                all.put(metric, metrics.metric(metric));
            }
            return CoarseMetrics.of(all).keySet().stream().map(MetricName::name);
        }
    }
}
