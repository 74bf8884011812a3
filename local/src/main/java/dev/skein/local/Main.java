package dev.skein.local;

import dev.skein.local.system.LocalException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code scripts/skein}. Exit codes: 0 all well, 1 it did not work, 2 wrong arguments. */
@Command(
        name = "skein",
        mixinStandardHelpOptions = true,
        version = "Skein 0.1.0",
        description = "Skein on this machine: real servers, each its own process, on loopback.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            FinishCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DownCommand.class,
            ResetCommand.class,
            ProvisionCommand.class,
            ReindexCommand.class,
            CommandLine.HelpCommand.class,
        },
        footer = {
            "",
            "Every server can be one of your own instead: put a line into skein.properties in the home folder, one of",
            "  kafka.bootstrap-servers=…   registry.url=…   connect.url=…",
            "  postgres.url=jdbc:postgresql://host:5432/database  (with postgres.user, postgres.password)",
            "  elasticsearch.url=…   cassandra.contact-points=host:9042,…  (with cassandra.datacenter)",
            "  s3.endpoint=…  (with s3.region, s3.bucket, s3.access-key, s3.secret-key, s3.public-url)",
            "NAME.java-options=… there adds to a server's Java options; skein.… goes to both APIs as it stands."
        })
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        BenchmarkCommand.addTo(commandLine);
        return commandLine.setExecutionExceptionHandler(Main::explain);
    }

    /** What the user can act on is said in a sentence; anything else is a mistake of ours and keeps its trace. */
    private static int explain(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        if (e instanceof LocalException) {
            err.println("skein: " + e.getMessage());
        } else {
            err.println("skein: this should not have happened:");
            e.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
