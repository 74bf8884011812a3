package dev.skein.connectors;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Hands the same configuration to every task; Connect deals out the partitions. */
public abstract class EvenSinkConnector extends SinkConnector {

    private final Class<? extends Task> task;
    private final ConfigDef keys;
    private Map<String, String> configuration = Map.of();

    protected EvenSinkConnector(Class<? extends Task> task, ConfigDef keys) {
        this.task = task;
        this.keys = keys;
    }

    @Override
    public void start(Map<String, String> properties) {
        configuration = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return task;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int tasksMax) {
        return Collections.nCopies(tasksMax, configuration);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return keys;
    }

    @Override
    public String version() {
        return Version.OF_PLUGINS;
    }
}
