package dev.skein.connectors.elasticsearch;

import dev.skein.connectors.Retries;
import dev.skein.connectors.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what it is handed before it returns: Connect then holds no more than one batch of it, and commits no offset of
 * what is not in the index.
 */
public final class ElasticsearchSinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchSinkTask.class);

    /** What there is between start and stop. */
    private record Running(
            ElasticsearchSinkConfig config,
            Changes changes,
            Bulk bulk,
            Retries retries,
            @Nullable ErrantRecordReporter reporter) {}

    private @Nullable Running running;

    @Override
    public String version() {
        return Version.OF_PLUGINS;
    }

    @Override
    public void start(Map<String, String> properties) {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(properties);
        running = new Running(
                config,
                new Changes(config),
                new Bulk(config),
                new Retries(context, config),
                context.errantRecordReporter());
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (running == null) {
            throw new ConnectException("not started");
        }
        Running now = running;
        List<Change> changes = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            try {
                now.changes.of(record).ifPresent(changes::add);
            } catch (DataException e) {
                bad(now, record, e);
            }
        }
        int size = now.config.getInt(ElasticsearchSinkConfig.BATCH_SIZE);
        try {
            for (int from = 0; from < changes.size(); from += size) {
                now.bulk
                        .apply(changes.subList(from, Math.min(changes.size(), from + size)))
                        .forEach(refused -> bad(now, refused.change().record(), new DataException(refused.reason())));
            }
            now.retries.succeeded();
        } catch (RetriableException e) {
            throw now.retries.failed(e, changes.size() + " changes");
        }
    }

    private static void bad(Running now, SinkRecord record, DataException why) {
        if (now.reporter != null) {
            @SuppressWarnings("unused") // Connect commits no offset before what was reported is written.
            var reported = now.reporter.report(record, why);
        } else if (now.config.onMalformed("fail")) {
            throw why;
        } else if (now.config.onMalformed("warn")) {
            LOG.warn(
                    "left out: {}-{} at {}: {}",
                    record.topic(),
                    record.kafkaPartition(),
                    record.kafkaOffset(),
                    why.toString());
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.bulk.close();
            running = null;
        }
    }
}
