package dev.skein.local;

import dev.skein.local.system.HomeLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops all. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops every process that up started here. Data stay for the next up.")
final class DownCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Console.out();
        HomeLock.during(home.home(), () -> home.system().stop(new ConsoleProgress(out)));
        out.println("Nothing of Skein runs in " + home.home().root() + ".");
        return CommandLine.ExitCode.OK;
    }
}
