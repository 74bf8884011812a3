package dev.skein.streams.home;

import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.processor.StateStoreContext;

/** What a store of timelines holds, among the metrics of Kafka Streams: {@code timelines-metrics}, by task. */
final class TimelineMetrics implements AutoCloseable {
    private static final String GROUP = "stream-timelines-metrics";

    /** What is told. */
    enum Gauge {
        /** See {@link Timelines.Size}. */
        READERS("timelines"),
        /** As above. */
        ENTRIES("entries in all timelines together"),
        /** As above. */
        TWEETS("bodies"),
        /** As above. */
        RETWEETS("retweets"),
        /** As above. */
        ENTRY_BYTES("memory of timelines without what they show, bytes"),
        /** As above. */
        SHOWN_BYTES("memory of tweets, retweets and names, bytes"),
        /** As above. */
        STANDING_BYTES("memory of whose timelines are not whole or were not, bytes"),
        /** Of the newest one that counts. */
        SNAPSHOT_AGE_SECONDS("since the newest snapshot was begun; -1 if there is none");

        private final String description;

        Gauge(String description) {
            this.description = description;
        }

        double of(Timelines.Size size) {
            return switch (this) {
                case READERS -> size.readers();
                case ENTRIES -> size.entries();
                case TWEETS -> size.tweets();
                case RETWEETS -> size.retweets();
                case ENTRY_BYTES -> size.entryBytes();
                case SHOWN_BYTES -> size.shownBytes();
                case STANDING_BYTES -> size.standingBytes();
                case SNAPSHOT_AGE_SECONDS -> 0;
            };
        }

        private String metric() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final StateStoreContext context;
    private final Sensor sensor;

    TimelineMetrics(StateStoreContext context, ToDoubleFunction<Gauge> values) {
        this.context = context;
        this.sensor = context.metrics().addSensor("timelines-" + context.taskId(), RecordingLevel.INFO);
        Map<String, String> tags = Map.of("task-id", context.taskId().toString());
        for (Gauge gauge : Gauge.values()) {
            sensor.add(new MetricName(gauge.metric(), GROUP, gauge.description, tags), new Read(gauge, values));
        }
    }

    /** Measures when it is asked; nobody records anything. */
    private record Read(Gauge gauge, ToDoubleFunction<Gauge> values) implements MeasurableStat {
        @Override
        public double measure(MetricConfig config, long now) {
            return values.applyAsDouble(gauge);
        }

        @Override
        public void record(MetricConfig config, double value, long timeMs) {}
    }

    @Override
    public void close() {
        context.metrics().removeSensor(sensor);
    }
}
