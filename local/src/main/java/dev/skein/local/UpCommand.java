package dev.skein.local;

import dev.skein.local.server.Home;
import dev.skein.local.system.Endpoints;
import dev.skein.local.system.HomeLock;
import dev.skein.local.system.LocalException;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.ServerStatus;
import dev.skein.local.system.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts what does not run yet. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Starts everything, or what is missing of it, and returns when posts, follows, likes, timelines, counts"
                        + " and trends can be used; search, archive and media come up behind.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "Added to every port, so that several systems stand beside each other (default: 0, or as last"
                    + " time).")
    private @Nullable Integer portBase;

    @Option(
            names = "--query",
            paramLabel = "N",
            description = "Query instances; with more than one, each keeps copies of the others' stores (default: 1, or"
                    + " as last time).")
    private @Nullable Integer query;

    @Option(
            names = "--partitions",
            paramLabel = "P",
            description = "Partitions of every topic, a power of two up to 1024 (default: " + Settings.PARTITIONS
                    + "). Set once for a home folder.")
    private @Nullable Integer partitions;

    @Option(names = "--wait", description = "Return only when search, archive and media can be used, too.")
    private boolean wait;

    @Option(names = "--only", hidden = true, split = ",", paramLabel = "NAME")
    private @Nullable Set<String> only;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Console.out();
        Home folder = home.home();
        Remembered last = Remembered.read(folder.remembered());
        Remembered wanted = wanted(last);
        requireSamePartitions(folder, last, wanted);
        LocalSystem system = home.system(wanted);
        HomeLock.during(folder, () -> start(system, wanted, wait, out));
        addresses(out, system, wanted);
        return CommandLine.ExitCode.OK;
    }

    private static void start(LocalSystem system, Remembered wanted, boolean wait, PrintWriter out)
            throws IOException, InterruptedException {
        List<String> complaints = system.complaints();
        if (!complaints.isEmpty()) {
            throw new LocalException(String.join("\nskein: ", complaints));
        }
        // Before anything starts: a start that is cut short must be found by down.
        wanted.write(system.settings().home().remembered());
        boolean already = system.isUp() && starting(system).isEmpty();
        if (already) {
            out.println("Skein is running already.");
        } else {
            system.startCore(new ConsoleProgress(out));
            out.println();
            out.println("Skein is up and can be used, " + sinceStart() + ".");
            if (wait) {
                system.finishHere(new ConsoleProgress(out));
                out.println("All of it is up, " + sinceStart() + ".");
            } else {
                system.finishInBackground();
            }
        }
        String starting = starting(system).stream().map(ServerStatus::name).collect(Collectors.joining(", "));
        if (!starting.isEmpty()) {
            out.println("Still starting: " + starting + ". What needs them answers 503 until they are ready;"
                    + " scripts/skein status tells.");
        }
    }

    /** Of this process, which began when all that it needs was built. */
    private static String sinceStart() {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        return String.format(Locale.ROOT, "after %.1f s", millis / 1000.0);
    }

    private static List<ServerStatus> starting(LocalSystem system) {
        return system.status().stream()
                .filter(status -> status.state() != ServerStatus.State.READY)
                .toList();
    }

    private Remembered wanted(Remembered last) {
        return new Remembered(
                portBase == null ? last.portBase() : portBase,
                query == null ? last.query() : query,
                partitions == null ? last.partitions() : partitions,
                only == null ? Set.of() : only);
    }

    private static void requireSamePartitions(Home folder, Remembered last, Remembered wanted) {
        if (Files.exists(folder.remembered()) && last.partitions() != wanted.partitions()) {
            throw new LocalException("The data in " + folder.root() + " are in " + last.partitions()
                    + " partitions, which is set once: leave --partitions away, take another --home, or reset.");
        }
    }

    private void addresses(PrintWriter out, LocalSystem system, Remembered wanted) {
        Endpoints endpoints = system.endpoints();
        out.println();
        if (wanted.only().isEmpty()) {
            out.println("  ingest API       " + endpoints.ingest() + "   (what can be called: /docs)");
            out.println("  query API        "
                    + endpoints.query().stream().map(URI::toString).collect(Collectors.joining(", "))
                    + "   (what can be called: /docs)");
        }
        out.println("  Kafka            " + endpoints.kafka());
        out.println("  schema registry  " + endpoints.registry());
        out.println("  Connect          " + endpoints.connect());
        out.println("  PostgreSQL       " + endpoints.database());
        out.println("  Elasticsearch    " + endpoints.search());
        out.println("  Cassandra        " + endpoints.archive().contactPoints());
        out.println("  S3               " + endpoints.media());
        out.println("  data and logs    " + system.settings().home().root());
        if (wanted.only().isEmpty()) {
            out.println();
            out.println("Try it:");
            out.println("  curl -s " + endpoints.ingest() + "/v1/users -H 'Content-Type: application/json' -d "
                    + "'{\"handle\":\"grace\",\"email\":\"grace@example.org\",\"password\":\"correct horse\"}'");
            out.println("  curl -s " + endpoints.query().get(0) + "/v1/users/by-handle/grace");
        }
        out.println();
        out.println("Fill it: scripts/skein demo" + same() + "    Look: scripts/skein status" + same()
                + "    Stop: scripts/skein down" + same());
        out.flush();
    }

    /** So that the commands shown can be copied. */
    private String same() {
        return home.given() ? " --home " + home.home().root() : "";
    }
}
