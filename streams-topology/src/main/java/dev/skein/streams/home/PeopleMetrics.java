package dev.skein.streams.home;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** How many people are in each class, among the metrics of Kafka Streams: {@code people-metrics}, by task, as the last round of looks has found them. */
final class PeopleMetrics implements AutoCloseable {
    private static final String GROUP = "stream-people-metrics";

    private final ProcessorContext<?, ?> context;
    private final Sensor sensor;
    private volatile Map<PersonClass, Integer> counts = Map.of();

    PeopleMetrics(ProcessorContext<?, ?> context) {
        this.context = context;
        this.sensor = context.metrics().addSensor("people-" + context.taskId(), RecordingLevel.INFO);
        Map<String, String> tags = Map.of("task-id", context.taskId().toString());
        for (PersonClass of : PersonClass.values()) {
            String name = of.name().toLowerCase(Locale.ROOT);
            sensor.add(new MetricName(name, GROUP, "people who are " + name, tags), new Read(this, of));
        }
    }

    /** A round has found so many. */
    void found(Map<PersonClass, Integer> people) {
        counts = Map.copyOf(people);
    }

    /** What was found last. */
    Map<PersonClass, Integer> counts() {
        return counts;
    }

    private record Read(PeopleMetrics metrics, PersonClass of) implements MeasurableStat {
        @Override
        public double measure(MetricConfig config, long now) {
            return metrics.counts.getOrDefault(of, 0);
        }

        @Override
        public void record(MetricConfig config, double value, long timeMs) {}
    }

    @Override
    public void close() {
        context.metrics().removeSensor(sensor);
    }
}
