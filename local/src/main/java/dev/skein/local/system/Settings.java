package dev.skein.local.system;

import dev.skein.local.server.Checkout;
import dev.skein.local.server.Home;
import java.util.Map;
import java.util.Set;

/**
 * What is wanted of a system.
 *
 * @param home where its data lie
 * @param checkout where its programs lie
 * @param ports one for each server; as many query instances as there are ports for them
 * @param partitions of every topic, a power of two ≤ 1024; fixed at the first start
 * @param user what the user brings along
 * @param apis further configuration of both APIs, {@code skein.…}; wins over the user's
 * @param only names of the servers to start, for developers; empty means all
 * @param without names of servers that nothing here is to use, for tests; wins over {@code only}
 * @param detached processes go on when the starting one ends or its terminal is closed
 */
public record Settings(
        Home home,
        Checkout checkout,
        Ports ports,
        int partitions,
        UserConfiguration user,
        Map<String, String> apis,
        Set<String> only,
        Set<String> without,
        boolean detached) {

    /** What {@code up} takes where nothing is said: two for each core of a small machine, for each of them costs something. */
    public static final int PARTITIONS = 4;

    public Settings {
        apis = Map.copyOf(apis);
        only = Set.copyOf(only);
        without = Set.copyOf(without);
        if (partitions < 1 || partitions > 1024 || Integer.bitCount(partitions) != 1) {
            throw new LocalException("--partitions must be a power of two up to 1024, not " + partitions + ".");
        }
        int instances = ports.query().size();
        if (instances < 1 || instances > Ports.QUERY_INSTANCES_MAX) {
            throw new LocalException(
                    "--query must be between 1 and " + Ports.QUERY_INSTANCES_MAX + ", not " + instances + ".");
        }
    }

    boolean wants(String name) {
        return (only.isEmpty() || only.contains(name)) && !without.contains(name);
    }

    /** Whether our APIs are told of an outer server, be it ours or the user's own. */
    boolean reaches(String name) {
        return !without.contains(name);
    }
}
