package dev.skein.bench.report;

import java.util.List;

/**
 * What is aimed at.
 *
 * @param atLeast whether more is better
 */
record Mark(String name, double wanted, boolean atLeast, String command) {
    static final List<Mark> ALL = List.of(
            new Mark("fanout.ratio_to_redis", 12, true, "bench fanout"),
            new Mark("fanout.cpu_micros_per_delivery", 0.45, false, "bench fanout"),
            new Mark("fanout.cpu_micros_per_delivery_p64", 1.2, false, "bench fanout"),
            new Mark("fanout.kafka_bytes_per_delivery", 20, false, "bench fanout"),
            new Mark("fanout.ratio_full_to_empty", 0.85, true, "bench fanout"),
            new Mark("fanout.bytes_per_entry", 12, false, "bench fanout"),
            new Mark("reads.in_process_per_second", 300_000, true, "bench reads"),
            new Mark("reads.http_ratio_to_bare", 0.6, true, "bench reads"),
            new Mark("latency.post_to_readable_p50_ms", 20, false, "bench latency"),
            new Mark("latency.post_to_readable_p99_ms", 100, false, "bench latency"),
            new Mark("restart.snapshot_seconds", 5, false, "bench restart"),
            new Mark("restart.log_seconds", 30, false, "bench restart"),
            new Mark("sinks.documents_per_second", 5_000, true, "bench sinks"),
            new Mark("sinks.rows_per_second", 5_000, true, "bench sinks"),
            new Mark("streams.open", 10_000, true, "bench streams"),
            new Mark("streams.post_to_stream_p99_ms", 200, false, "bench streams"),
            new Mark("engagement.reactions_per_second", 30_000, true, "bench engagement"),
            new Mark("trends.tweets_per_second", 50_000, true, "bench trends"),
            new Mark("trends.answer_p99_ms", 5, false, "bench trends"));

    boolean met(double value) {
        return atLeast ? value >= wanted : value <= wanted;
    }

    String sign() {
        return atLeast ? "≥" : "≤";
    }
}
