package dev.skein.local.system;

import dev.skein.local.server.Connect;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.IngestApi;
import dev.skein.local.server.Kafka;
import dev.skein.local.server.Postgres;
import dev.skein.local.server.QueryApi;
import dev.skein.local.server.SchemaRegistry;
import dev.skein.local.server.Server;
import dev.skein.local.server.Unprivileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What would go wrong, found before anything is started. */
final class Preflight {

    private static final int JAVA = 17;
    private static final long DISK_BYTES_MIN = 2L << 30;
    private static final long MEGABYTE = 1L << 20;

    private final Plan plan;
    private final Unprivileged unprivileged;

    Preflight(Plan plan, Unprivileged unprivileged) {
        this.plan = plan;
        this.unprivileged = unprivileged;
    }

    /**
     * One sentence for each thing that is wrong.
     *
     * @param toStart those that do not run yet
     */
    List<String> complaints(List<Server> toStart) throws IOException {
        List<String> complaints = new ArrayList<>();
        if (Runtime.version().feature() != JAVA) {
            complaints.add("Skein runs on JDK " + JAVA + "; this is Java "
                    + Runtime.version().feature() + " (" + System.getProperty("java.home") + ").");
        }
        List<String> unbuilt = new ArrayList<>(plan.settings().checkout().missing());
        for (Server server : toStart) {
            if (server instanceof IngestApi || server instanceof QueryApi) {
                String module = server instanceof IngestApi ? IngestApi.NAME : QueryApi.name(1);
                if (!plan.settings().checkout().isBuilt(module) && !unbuilt.contains(module)) {
                    unbuilt.add(module);
                }
            }
        }
        if (!unbuilt.isEmpty()) {
            complaints.add("Not built yet: " + String.join(", ", unbuilt) + ". Run mvn -Dquick -DskipTests package in "
                    + plan.settings().checkout().root() + ".");
        }
        if (unprivileged == Unprivileged.IMPOSSIBLE
                && toStart.stream().anyMatch(server -> server instanceof Postgres || server instanceof Elasticsearch)) {
            complaints.add(
                    "PostgreSQL and Elasticsearch refuse to run as root, and neither unshare nor setpriv works here:"
                            + " run this as another user.");
        }
        ports(toStart).forEach(complaints::add);
        memory(toStart).ifPresent(complaints::add);
        if (!toStart.isEmpty()) {
            disk().ifPresent(complaints::add);
        }
        complaints.addAll(usersOwn());
        return complaints;
    }

    private static List<String> ports(List<Server> toStart) {
        List<String> complaints = new ArrayList<>();
        for (Server server : toStart) {
            for (Map.Entry<Integer, String> port : server.ports().entrySet()) {
                if (PortOwner.isTaken(port.getKey())) {
                    complaints.add("Port " + port.getKey() + ", which " + server.name() + " needs (" + port.getValue()
                            + "), is taken by "
                            + PortOwner.of(port.getKey()).orElse("a process that this user cannot see")
                            + ". End that one, or move all of Skein's ports up with --port-base.");
                }
            }
        }
        return complaints;
    }

    private static Optional<String> memory(List<Server> toStart) {
        long neededMb = toStart.stream().mapToLong(Server::memoryMb).sum();
        OptionalLong available = Memory.available();
        if (available.isEmpty() || available.getAsLong() / MEGABYTE >= neededMb) {
            return Optional.empty();
        }
        return Optional.of("Too little memory: " + neededMb + " MB are needed, " + available.getAsLong() / MEGABYTE
                + " MB are free.");
    }

    private Optional<String> disk() throws IOException {
        Path folder = plan.settings().home().root();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        if (!Files.isWritable(folder)) {
            return Optional.of(folder + " cannot be written to; choose another folder with --home.");
        }
        long usable = Files.getFileStore(folder).getUsableSpace();
        return usable >= DISK_BYTES_MIN
                ? Optional.empty()
                : Optional.of("Too little room on the disk: " + DISK_BYTES_MIN / MEGABYTE + " MB are needed in "
                        + folder + ", " + usable / MEGABYTE + " MB are free.");
    }

    private List<String> usersOwn() {
        List<String> complaints = new ArrayList<>();
        UserConfiguration user = plan.settings().user();
        user.get(UserConfiguration.KAFKA)
                .flatMap(Kafka::describesItself)
                .ifPresent(why -> complaints.add(unreachable(UserConfiguration.KAFKA, why)));
        user.get(UserConfiguration.REGISTRY)
                .flatMap(url -> SchemaRegistry.answers(plan.endpoints().registry()))
                .ifPresent(why -> complaints.add(unreachable(UserConfiguration.REGISTRY, why)));
        user.get(UserConfiguration.CONNECT)
                .flatMap(url -> Connect.answers(plan.endpoints().connect()))
                .ifPresent(why -> complaints.add(unreachable(UserConfiguration.CONNECT, why)));
        user.get(UserConfiguration.ELASTICSEARCH)
                .flatMap(url -> Elasticsearch.answers(plan.endpoints().search()))
                .ifPresent(why -> complaints.add(unreachable(UserConfiguration.ELASTICSEARCH, why)));
        Endpoints.Database database = plan.endpoints().database();
        user.get(UserConfiguration.POSTGRES)
                .flatMap(url -> Postgres.accepts(url, database.user(), database.password()))
                .ifPresent(why -> complaints.add(unreachable(UserConfiguration.POSTGRES, why)));
        return complaints;
    }

    private static String unreachable(String key, String why) {
        return "What " + key + " in skein.properties names cannot be used: " + why + ".";
    }
}
