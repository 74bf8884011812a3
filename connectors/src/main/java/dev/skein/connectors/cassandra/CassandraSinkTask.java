package dev.skein.connectors.cassandra;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import dev.skein.connectors.Retries;
import dev.skein.connectors.Version;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Applies what it is handed before it returns, at most {@value #IN_FLIGHT_MAX} tweets at a time. Connects when there is
 * something to write, so that it starts whether Cassandra is there or not.
 */
public final class CassandraSinkTask extends SinkTask {

    private static final int IN_FLIGHT_MAX = 128;

    private final LostNodes lostNodes = new LostNodes();
    private @Nullable CassandraSinkConfig config;
    private @Nullable Retries retries;
    private @Nullable SettledOffsets settled;
    private @Nullable Tables tables;

    @Override
    public String version() {
        return Version.OF_PLUGINS;
    }

    @Override
    public void start(Map<String, String> properties) {
        CassandraSinkConfig started = new CassandraSinkConfig(properties);
        config = started;
        retries = new Retries(context, started);
        settled = new SettledOffsets(Duration.ofMillis(started.getLong(CassandraSinkConfig.COMMIT_DELAY)));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (config == null || retries == null || settled == null) {
            throw new ConnectException("not started");
        }
        if (lostNodes.since()) {
            // Even if nothing more is to be written: Connect hands over nothing, too, then.
            context.offset(settled.lost());
        }
        // The newest of each tweet: what is written side by side must not be of the same one.
        Map<Long, Row> rows = new LinkedHashMap<>();
        for (SinkRecord record : records) {
            settled.from(new TopicPartition(record.topic(), record.kafkaPartition()), record.kafkaOffset());
            try {
                Row row = Row.of(record);
                rows.merge(row.id(), row, (one, other) -> other.version() >= one.version() ? other : one);
            } catch (DataException e) {
                bad(record, e);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        try {
            write(tables(config), rows.values());
            retries.succeeded();
        } catch (DriverException | CompletionException e) {
            // Connect hands this batch over again, and then what comes from there.
            context.offset(settled.lost());
            throw retries.failed(new RetriableException("Cassandra does not take it now", e), rows.size() + " rows");
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> written) {
        if (retries == null || settled == null) {
            throw new ConnectException("not started");
        }
        // What Connect takes for written may be lost.
        return retries.pending() ? Map.of() : settled.of(written, System.nanoTime());
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        if (settled != null) {
            settled.forget();
        }
    }

    private Tables tables(CassandraSinkConfig known) {
        if (tables == null) {
            tables = new Tables(known.session(lostNodes));
        }
        return tables;
    }

    private static void write(Tables to, Collection<Row> rows) {
        Deque<CompletableFuture<AsyncResultSet>> inFlight = new ArrayDeque<>();
        for (Row row : rows) {
            if (inFlight.size() == IN_FLIGHT_MAX) {
                inFlight.remove().join();
            }
            inFlight.add(to.apply(row).toCompletableFuture());
        }
        inFlight.forEach(CompletableFuture::join);
    }

    private void bad(SinkRecord record, DataException why) {
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            throw why;
        }
        @SuppressWarnings("unused") // Connect commits no offset before what was reported is written.
        var reported = reporter.report(record, why);
    }

    @Override
    public void stop() {
        if (tables != null) {
            tables.close();
            tables = null;
        }
    }
}
