package dev.skein.local;

import dev.skein.local.system.LocalException;
import dev.skein.local.system.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The end of a server's log. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows what a process has written.")
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "NAME", description = "As status shows it, such as kafka or query-api.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as it writes more, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many of the last lines (default: ${DEFAULT-VALUE}).",
            defaultValue = "100")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalSystem system = home.system();
        Path log = system.log(name);
        if (!Files.exists(log)) {
            throw new LocalException(name + " has not written anything: it was not started in "
                    + system.settings().home().root() + ".");
        }
        List<String> tail = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            tail.add("-F");
        }
        tail.add(log.toString());
        return new ProcessBuilder(tail).inheritIO().start().waitFor();
    }
}
