package dev.skein.local;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Builds the search indexes anew. */
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        description = "Builds the search indexes anew from the topics, beside those that stand, and then puts them in"
                + " their place: readers find everything all the while.")
final class ReindexCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        home.system().reindex(new ConsoleProgress(Console.out()));
        return CommandLine.ExitCode.OK;
    }
}
