package dev.skein.local;

import dev.skein.local.server.Setup;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What {@code up} leaves behind: waits for the outer servers and sets up what lies in them. */
@Command(name = Setup.COMMAND, hidden = true, description = "Waits for search, archive and media, and sets them up.")
final class FinishCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Console.out();
        home.system().finish(new ConsoleProgress(out));
        out.println("All of Skein is up.");
        return CommandLine.ExitCode.OK;
    }
}
