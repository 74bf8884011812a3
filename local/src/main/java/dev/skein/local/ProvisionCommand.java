package dev.skein.local;

import dev.skein.local.system.Provisioning;
import dev.skein.local.system.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Topics and schemas for a cluster of one's own. */
@Command(
        name = "provision",
        mixinStandardHelpOptions = true,
        description = "Creates every topic and registers every schema in a cluster and a registry of your own. Doing it"
                + " again changes nothing; up does it by itself.")
final class ProvisionCommand implements Callable<Integer> {

    @Option(names = "--bootstrap-servers", required = true, paramLabel = "HOST:PORT", description = "Kafka.")
    private String bootstrapServers = "";

    @Option(
            names = "--registry",
            required = true,
            paramLabel = "URL",
            description = "The base of a registry's Confluent-compatible REST API.")
    private String registry = "";

    @Option(
            names = "--partitions",
            paramLabel = "P",
            description = "Partitions of every topic, a power of two up to 1024 (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + Settings.PARTITIONS)
    private int partitions;

    @Override
    public Integer call() throws InterruptedException {
        Provisioning.Outcome outcome = new Provisioning(bootstrapServers, registry, partitions).run();
        Console.out()
                .println(outcome.topics() + " topics at " + bootstrapServers + " and " + outcome.schemas()
                        + " schemas at " + registry + " are as the catalog says.");
        return CommandLine.ExitCode.OK;
    }
}
