package dev.skein.local.system;

import dev.skein.catalog.Format;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Makes a cluster and a registry hold what the catalog says: every topic with its settings, every schema under its
 * subject, global compatibility BACKWARD. Doing it again changes nothing; a topic whose settings differ is set right, one
 * with another number of partitions is refused, since ids would be looked for in the wrong place.
 */
public final class Provisioning {

    private static final int REPLICAS_WANTED = 3;
    private static final int TIMEOUT_MS = 30_000;

    private final String bootstrapServers;
    private final String registry;
    private final int partitions;

    public Provisioning(String bootstrapServers, String registry, int partitions) {
        this.bootstrapServers = bootstrapServers;
        this.registry = registry;
        this.partitions = partitions;
    }

    /** How many topics and schemas there are now. */
    public record Outcome(int topics, int schemas) {}

    public Outcome run() throws InterruptedException {
        int schemas = schemas();
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        try (Admin admin = Admin.create(properties)) {
            topics(admin);
        } catch (ExecutionException e) {
            throw new LocalException("The topics could not be created at " + bootstrapServers + ": " + e.getCause(), e);
        }
        return new Outcome(Topics.all().size(), schemas);
    }

    private int schemas() {
        HttpSchemaRegistry client = new HttpSchemaRegistry(registry);
        client.requireCompatibility("BACKWARD");
        int count = 0;
        for (Topic<?, ?> topic : Topics.all()) {
            if (topic.value() instanceof Format.Avro<?> avro) {
                client.register(topic.name() + "-value", SpecificData.get().getSchema(avro.type()));
                count++;
            }
        }
        return count;
    }

    private void topics(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        create(
                admin,
                Topics.all().stream()
                        .filter(topic -> !existing.contains(topic.name()))
                        .toList());
        List<Topic<?, ?>> kept = Topics.all().stream()
                .filter(topic -> existing.contains(topic.name()))
                .toList();
        requirePartitions(admin, kept);
        setRight(admin, kept);
    }

    private void create(Admin admin, List<Topic<?, ?>> missing) throws ExecutionException, InterruptedException {
        if (missing.isEmpty()) {
            return;
        }
        int brokers = admin.describeCluster().nodes().get().size();
        short replicas = (short) Math.min(brokers, REPLICAS_WANTED);
        List<NewTopic> topics = missing.stream()
                .map(topic ->
                        new NewTopic(topic.name(), topic.partitions(partitions), replicas).configs(topic.settings()))
                .toList();
        admin.createTopics(topics).all().get();
    }

    private void requirePartitions(Admin admin, List<Topic<?, ?>> topics)
            throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> found = admin.describeTopics(
                        topics.stream().map(Topic::name).toList())
                .allTopicNames()
                .get();
        for (Topic<?, ?> topic : topics) {
            TopicDescription description = found.get(topic.name());
            int has = description == null ? 0 : description.partitions().size();
            if (has != topic.partitions(partitions)) {
                throw new LocalException("Topic " + topic.name() + " has " + has + " partitions and not "
                        + topic.partitions(partitions) + ": the number is set once.");
            }
        }
    }

    private static void setRight(Admin admin, List<Topic<?, ?>> topics)
            throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic<?, ?> topic : topics) {
            List<AlterConfigOp> settings = new ArrayList<>();
            topic.settings()
                    .forEach((name, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), settings);
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }
}
