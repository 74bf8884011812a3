package dev.skein.bench;

import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.demo.DemoCommand;
import dev.skein.bench.load.BenchCommand;
import dev.skein.bench.load.StreamsCommand;
import dev.skein.bench.marks.EngagementCommand;
import dev.skein.bench.marks.FanoutCommand;
import dev.skein.bench.marks.LatencyCommand;
import dev.skein.bench.marks.ReadsCommand;
import dev.skein.bench.marks.RestartCommand;
import dev.skein.bench.marks.SinksCommand;
import dev.skein.bench.marks.TrendsCommand;
import dev.skein.bench.replay.ReplayCommand;
import dev.skein.bench.report.ReportCommand;
import java.io.IOException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that use Skein from outside. {@code scripts/skein} hands them over, with the system's addresses. */
@Command(
        name = "skein",
        mixinStandardHelpOptions = true,
        subcommands = {ReplayCommand.class, DemoCommand.class, BenchCommand.class},
        description = "Commands that use Skein as anyone could, over HTTP.")
public final class Main {
    private Main() {}

    /** Runs a command and ends with its exit code: 0 done, 1 failed, 2 not understood. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        CommandLine bench = Objects.requireNonNull(commandLine.getSubcommands().get("bench"));
        bench.addSubcommand(new FanoutCommand())
                .addSubcommand(new ReadsCommand())
                .addSubcommand(new LatencyCommand())
                .addSubcommand(new RestartCommand())
                .addSubcommand(new SinksCommand())
                .addSubcommand(new StreamsCommand())
                .addSubcommand(new EngagementCommand())
                .addSubcommand(new TrendsCommand())
                .addSubcommand(new ReportCommand());
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> {
            boolean expected = exception instanceof CallFailedException
                    || exception instanceof IOException
                    || exception instanceof IllegalArgumentException;
            if (!expected) {
                throw exception;
            }
            command.getErr().println("skein: " + exception.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }
}
