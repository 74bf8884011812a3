package dev.skein.local;

import dev.skein.local.system.ConnectorStatus;
import dev.skein.local.system.LocalSystem;
import dev.skein.local.system.ServerStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How each process is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows each process: state, pid, memory, uptime, address. Exit code 0 when all are ready, else 1.")
final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "%-14s %-10s %8s %8s %8s  %s";

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Console.out();
        LocalSystem system = home.system();
        List<ServerStatus> all = system.status();
        out.println(String.format(Locale.ROOT, ROW, "NAME", "STATE", "PID", "MEMORY", "UPTIME", "ADDRESS")
                .stripTrailing());
        long sum = 0;
        for (ServerStatus status : all) {
            out.println(row(status));
            sum += status.memoryBytes().orElse(0);
        }
        if (sum > 0) {
            out.println(String.format(Locale.ROOT, ROW, "", "", "", megabytes(sum), "", "in all")
                    .stripTrailing());
        }
        List<ConnectorStatus> connectors = system.connectors();
        if (!connectors.isEmpty()) {
            out.println();
            out.println("CONNECTOR     STATE      BEHIND");
        }
        for (ConnectorStatus connector : connectors) {
            out.println(row(connector));
        }
        boolean ready = all.stream().allMatch(status -> status.state() == ServerStatus.State.READY);
        return ready ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    static String row(ServerStatus status) {
        String detail = status.detail().isEmpty() ? "" : "   (" + status.detail() + ")";
        return String.format(
                Locale.ROOT,
                ROW,
                status.name(),
                status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                status.pid().isPresent() ? Long.toString(status.pid().getAsLong()) : "-",
                status.memoryBytes().isPresent()
                        ? megabytes(status.memoryBytes().getAsLong())
                        : "-",
                status.uptime().map(StatusCommand::brief).orElse("-"),
                status.address() + detail);
    }

    static String row(ConnectorStatus connector) {
        return String.format(
                Locale.ROOT,
                "%-13s %-10s %s",
                connector.name(),
                connector.problem().isEmpty() ? "running" : "not ready",
                connector.problem().isEmpty()
                        ? connector.lag().isPresent() ? connector.lag().getAsLong() + " records" : "-"
                        : "(" + connector.problem() + ")");
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + " MB";
    }

    /** The two greatest units: 3d 4h, 4h 5m, 5m 6s, 6s. */
    static String brief(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d " + duration.toHoursPart() + "h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
        }
        return duration.toSeconds() + "s";
    }
}
