package dev.skein.query.hosting;

import dev.skein.catalog.App;
import dev.skein.streams.ShortPolls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One application of this process. */
final class HostedApp implements HostedStores.Hosted {
    private static final Logger LOG = LoggerFactory.getLogger(HostedApp.class);

    private final App app;
    private final FailureHandler failures;
    private final @Nullable CleanEnd end;
    private final AppThreads threads;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final Lags lags = new Lags();

    HostedApp(App app, Topology topology, Properties properties, FailureHandler failures, MeterRegistry meters) {
        this.app = app;
        this.failures = failures;
        this.end = app.exactlyOnce()
                ? CleanEnd.orNothing(
                        Path.of(properties.getProperty(StreamsConfig.STATE_DIR_CONFIG)),
                        properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG))
                : null;
        this.threads = new AppThreads(app);
        ShortPolls polls = new ShortPolls();
        properties.put(ShortPolls.CONFIG, polls);
        this.streams = threads.make(() -> new KafkaStreams(topology, properties, polls) {
            @Override
            public Map<MetricName, ? extends Metric> metrics() {
                return CoarseMetrics.of(super.metrics());
            }
        });
        streams.setUncaughtExceptionHandler(failures);
        this.metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(meters);
    }

    KafkaStreams streams() {
        return streams;
    }

    /** On a thread of this application. */
    Thread thread(Runnable action) {
        return threads.thread(action);
    }

    /** It runs for the first time. Timelines and requests go first; but not before, for somebody waits for a start. */
    void runs() {
        if (app.exactlyOnce()) {
            threads.standBack();
        }
    }

    /** Waits until global stores are filled. What hinders it ends the process: nobody else would notice. */
    void start() {
        try {
            streams.start();
        } catch (RuntimeException | Error e) {
            failures.notStarted(e);
        }
    }

    @Override
    public KafkaStreams.State state() {
        return streams.state();
    }

    @Override
    public <T> T store(StoreQueryParameters<T> parameters) {
        return streams.store(parameters);
    }

    @Override
    public Lags lags() {
        return lags;
    }

    /** Asks the broker for the ends of all changelogs that this process follows. */
    void lookAtLags(long nowMillis) {
        try {
            if (streams.state().isRunningOrRebalancing()) {
                lags.looked(streams.allLocalStorePartitionLags(), nowMillis);
            }
        } catch (StreamsException | IllegalStateException e) {
            LOG.debug("{}: lags are not known now", app, e);
        }
    }

    long committed(TopicPartition partition) {
        try {
            return streams.metadataForLocalThreads().stream()
                    .flatMap(thread -> thread.activeTasks().stream())
                    .map(task -> task.committedOffsets().get(partition))
                    .filter(Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    void close(Duration within) {
        metrics.close();
        boolean failed = streams.state().hasStartedOrFinishedShuttingDown();
        if (!streams.close(within)) {
            LOG.warn("{} did not stop within {}", app, within);
        } else if (end != null && !failed) {
            end.reached();
        }
    }
}
