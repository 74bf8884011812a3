package dev.skein.bench.marks;

import dev.skein.bench.load.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skein bench fanout}. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How fast tweets get into the timelines of their readers, what that costs, and how Redis does.",
            "",
            "A delivery counts when it is durable in Kafka and stands in the reader's timeline. Tweets are written to"
                    + " their topic while the query instance is held; the time is taken from letting it go until both"
                    + " applications have committed everything. What is in the log is counted, and a sample of timelines"
                    + " is read back and compared.",
            "",
            "Takes ten minutes on two processors that have nothing else to do.",
            ""
        })
public final class FanoutCommand implements Callable<Integer> {
    @Mixin
    private MarkOptions options = new MarkOptions();

    @Option(
            names = "--redis-server",
            paramLabel = "FILE",
            description = "The Redis to compare with (default: a packaged one, for Linux on x86-64).")
    private @Nullable Path redisServer;

    @Option(
            names = "--only",
            paramLabel = "PART",
            description = {
                "One of these instead of all of them:",
                "  p4        four partitions, in turns with Redis",
                "  full      50 million entries held beside 1 million",
                "  p64       64 partitions",
                "  textbook  a table of followers, a record for each delivery, a list for each reader"
            })
    private @Nullable String only;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.tell(out -> {
            Results results = new Results();
            new FanoutBench(options, redisServer, only, results, out).run();
            return results;
        });
    }
}
