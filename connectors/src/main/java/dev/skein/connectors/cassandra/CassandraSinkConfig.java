package dev.skein.connectors.cassandra;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.api.core.metadata.NodeStateListener;
import dev.skein.connectors.Retries;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The keys of the sink. Names are those of Confluent's sink for Cassandra; what begins with {@value #DRIVER} is handed to
 * the driver as it stands.
 */
final class CassandraSinkConfig extends AbstractConfig {

    static final String CONTACT_POINTS = "cassandra.contact.points";
    static final String DATACENTER = "cassandra.local.datacenter";
    static final String KEYSPACE = "cassandra.keyspace";
    static final String CONSISTENCY = "cassandra.consistency.level";
    static final String USERNAME = "cassandra.username";
    static final String PASSWORD_KEY = "cassandra.password";
    static final String COMMIT_DELAY = "offset.commit.delay.ms";
    static final String DRIVER = "datastax-java-driver.";

    private static final int PORT = 9042;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    static final ConfigDef DEFINITION = Retries.keys(10)
            .define(CONTACT_POINTS, LIST, HIGH, "Nodes to begin with, host or host:port.")
            .define(DATACENTER, STRING, "datacenter1", HIGH, "The datacenter whose nodes are asked.")
            .define(KEYSPACE, STRING, "skein", HIGH, "Where the tables are.")
            .define(
                    CONSISTENCY,
                    STRING,
                    "LOCAL_QUORUM",
                    MEDIUM,
                    "How many replicas must have a row before it counts as written.")
            .define(USERNAME, STRING, "", MEDIUM, "Who signs in; empty for nobody.")
            .define(PASSWORD_KEY, PASSWORD, "", MEDIUM, "With which password.")
            .define(
                    COMMIT_DELAY,
                    LONG,
                    0L,
                    atLeast(0),
                    LOW,
                    "Milliseconds until every replica that acknowledged a write has it in its log on disk: its offset is"
                            + " not committed before. 0 where copies on other nodes make up for it.");

    CassandraSinkConfig(Map<String, String> properties) {
        super(DEFINITION, properties, false);
    }

    /** Connects, which takes a second. Of a node that goes, the listener is told. */
    CqlSession session(NodeStateListener listener) {
        ProgrammaticDriverConfigLoaderBuilder driver = DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, getString(CONSISTENCY))
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_TIMEOUT)
                // The task says that rows wait, once for each try; the driver would say it of each node besides.
                .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                // Who has a replica of what is known from the keyspace's own description.
                .withStringList(DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(getString(KEYSPACE)));
        CqlSessionBuilder builder = CqlSession.builder()
                .withLocalDatacenter(getString(DATACENTER))
                .withKeyspace(getString(KEYSPACE))
                // The driver finds its own defaults beside its own classes, which a plug-in's loader alone can see.
                .withClassLoader(CassandraSinkConfig.class.getClassLoader())
                .withNodeStateListener(listener)
                .withConfigLoader(withOwn(driver).build());
        getList(CONTACT_POINTS).forEach(point -> builder.addContactPoint(address(point)));
        if (!getString(USERNAME).isEmpty()) {
            builder.withAuthCredentials(
                    getString(USERNAME), getPassword(PASSWORD_KEY).value());
        }
        return builder.build();
    }

    private ProgrammaticDriverConfigLoaderBuilder withOwn(ProgrammaticDriverConfigLoaderBuilder driver) {
        Map<String, Object> own = originalsWithPrefix(DRIVER);
        for (DefaultDriverOption option : DefaultDriverOption.values()) {
            Object value = own.get(option.getPath());
            if (value != null) {
                driver.withString(option, value.toString());
            }
        }
        return driver;
    }

    static InetSocketAddress address(String point) {
        int colon = point.lastIndexOf(':');
        try {
            return colon < 0
                    ? new InetSocketAddress(point, PORT)
                    : new InetSocketAddress(point.substring(0, colon), Integer.parseInt(point.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new ConfigException(CONTACT_POINTS, point, "must be host or host:port");
        }
    }
}
