package dev.skein.query.hosting;

import dev.skein.catalog.App;
import dev.skein.query.config.QueryConfig;
import dev.skein.streams.DeadLetterHandler;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of one application. Each says why it is not the default. */
final class StreamsProperties {
    /** Bounds how stale a standby is, and how long [engagement] waits to make its counts durable. */
    private static final int COMMIT_INTERVAL_MILLIS = 100;
    /**
     * A commit writes into each store of each task: so one thread with very many of them commits less often, but well within
     * the second in which [home] takes for granted that there was one.
     */
    private static final int COMMIT_INTERVAL_MILLIS_PER_PARTITION = 8;

    private static final int COMMIT_INTERVAL_MILLIS_MAX = 400;
    /**
     * Trends are asked for by the minute, suggestions more seldom: what happens to a hashtag or a person within a second is one
     * write instead of ten.
     */
    private static final int SLOW_COMMIT_INTERVAL_MILLIS = 1_000;
    /** The default of 100 ms would stand in the way of every tweet on its way into a timeline. */
    private static final int LINGER_MILLIS = 2;
    /** The least that a broker allows by default: a member that died is noticed as soon as can be. */
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 2_000;
    /** Each turn of a thread costs, also one for nothing. */
    private static final int POLL_MILLIS = 50;
    /**
     * What counts is no sooner to be had than a transaction ends, so it takes what comes in this time together: otherwise each
     * tweet is fetched and answered alone by three applications, which costs them and the broker more than to count it.
     */
    private static final int GATHERED_MILLIS = 50;

    private static final int GATHERED_BYTES = 64 * 1024;
    /** Kafka Streams makes an application's own topics one by one, with such a pause between, at the first start. */
    private static final int TOPIC_PAUSE_MILLIS = 20;

    /** Its constant is deprecated, since it will be so by default. */
    private static final String GLOBAL_EXCEPTION_HANDLER = "processing.exception.handler.global.enabled";

    private static final int BATCH_BYTES = 128 * 1024;
    private static final Duration SEGMENT_MAX = Duration.ofDays(1);
    private static final Duration REPLACED_KEPT_MAX = Duration.ofDays(7);
    private static final long RECORD_CACHE_BYTES = 4L << 20;

    private StreamsProperties() {}

    static Properties of(App app, QueryConfig config, String instanceId) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, app.id(config.prefix()));
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, config.advertised());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                config.stateDir().toAbsolutePath().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbys());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.replicationFactor());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                app.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMillis(app, config.partitions()));
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, RECORD_CACHE_BYTES);
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, idleMillisMax(app));
        properties.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        // KIP-1071's protocol has no static membership, and with several threads its metadata do not find hosts.
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class.getName());
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class.getName());
        properties.put(GLOBAL_EXCEPTION_HANDLER, true);
        // For a broker that collects them (KIP-714) clients would name some thousand metrics at every start.
        properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDb.class.getName());
        properties.put(SharedRocksDb.BLOCK_CACHE_BYTES, (long) config.blockCacheMegabytes() << 20);
        properties.put(SharedRocksDb.WRITE_BUFFER_BYTES, (long) config.writeBufferMegabytes() << 20);
        // What was erased from a store leaves its changelog, however little is written; repartition topics, which are
        // purged of what was read, let go of their files.
        properties.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_MS_CONFIG), SEGMENT_MAX.toMillis());
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG), REPLACED_KEPT_MAX.toMillis());
        properties.put(StreamsConfig.adminClientPrefix(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG), TOPIC_PAUSE_MILLIS);
        consumer(properties, instanceId);
        producer(properties);
        if (app.exactlyOnce()) {
            gather(properties);
        } else {
            // What comes while the broker is at one request goes with the next: the busier it is, the fuller they are.
            properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        }
        return properties;
    }

    private static int commitIntervalMillis(App app, int partitions) {
        if (app == App.TRENDS || app == App.SUGGESTIONS) {
            return SLOW_COMMIT_INTERVAL_MILLIS;
        }
        return app.exactlyOnce()
                ? COMMIT_INTERVAL_MILLIS
                : Math.min(
                        COMMIT_INTERVAL_MILLIS_MAX,
                        Math.max(COMMIT_INTERVAL_MILLIS, partitions * COMMIT_INTERVAL_MILLIS_PER_PARTITION));
    }

    /**
     * No step depends on which of its inputs comes first: waiting for the slower one, and looking each time whether there is
     * one, is for nothing. But what is done to a tweet concerns nobody while the tweet is not known: [notifications] takes
     * what it has not read yet in the order of time.
     */
    private static long idleMillisMax(App app) {
        return app == App.NOTIFICATIONS ? 0 : StreamsConfig.MAX_TASK_IDLE_MS_DISABLED;
    }

    private static void consumer(Properties properties, String instanceId) {
        // Static membership: a restart within the session timeout moves no partition.
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // What global stores hold is written by transactions.
        properties.put(StreamsConfig.globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    }

    private static void producer(Properties properties) {
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        // Anyone's client shall read the topics: some, kafkajs among them, know no lz4, snappy or zstd.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "none");
    }

    private static void gather(Properties properties) {
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), GATHERED_MILLIS);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), GATHERED_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), GATHERED_MILLIS);
    }
}
