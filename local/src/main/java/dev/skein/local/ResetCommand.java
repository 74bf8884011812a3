package dev.skein.local;

import dev.skein.local.system.HomeLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops all and removes the data. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description =
                "Stops everything and removes all data: users, tweets, topics, schemas, logs. skein.properties stays.")
final class ResetCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Console.out();
        if (!yes && !confirmed()) {
            out.println("Nothing was removed.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        HomeLock.during(home.home(), () -> home.system().reset(new ConsoleProgress(out)));
        out.println("All data in " + home.home().root() + " are gone.");
        return CommandLine.ExitCode.OK;
    }

    /** A program that calls this means it; a person is asked. */
    @SuppressWarnings("SystemConsoleNull") // Skein runs on JDK 17, where null says that nobody sits at it.
    private boolean confirmed() {
        java.io.@Nullable Console terminal = System.console();
        if (terminal == null) {
            return true;
        }
        @Nullable
        String answer =
                terminal.readLine("Remove all data in %s? [y/N] ", home.home().root());
        return answer != null && answer.trim().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
