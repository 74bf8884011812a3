package dev.skein.connectors.cassandra;

import dev.skein.connectors.Version;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Hands the same configuration to every task; Connect deals out the partitions. */
public final class CassandraSinkConnector extends SinkConnector {

    private Map<String, String> configuration = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        configuration = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CassandraSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasksMax) {
        return Collections.nCopies(tasksMax, configuration);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return CassandraSinkConfig.DEFINITION;
    }

    @Override
    public String version() {
        return Version.OF_PLUGINS;
    }
}
