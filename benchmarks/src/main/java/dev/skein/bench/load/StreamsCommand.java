package dev.skein.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skein bench streams}. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Opens very many streams, and says how long it takes from a post until it has reached the streams of all"
                    + " followers.",
            "",
            "Starts a whole system of its own. Each reader has one stream and follows one author; authors post over HTTP at"
                    + " a steady rate. A delivery is charged from the moment at which its post is due.",
            ""
        })
public final class StreamsCommand implements Callable<Integer> {
    @Mixin
    private ResultOptions options = new ResultOptions();

    @Option(names = "--streams", paramLabel = "N", description = "Open at once (default: ${DEFAULT-VALUE}).")
    private int streams = 10_000;

    @Option(
            names = "--followers",
            paramLabel = "N",
            description = "Of each author, all with a stream (default: ${DEFAULT-VALUE}).")
    private int followers = 100;

    @Option(names = "--deliveries", paramLabel = "N", description = "To streams, a second (default: ${DEFAULT-VALUE}).")
    private int deliveries = 1_000;

    @Option(names = "--seconds", paramLabel = "S", description = "A round takes (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(names = "--rounds", paramLabel = "R", description = "That count (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (followers < 1 || streams < followers || deliveries < followers / 10 || seconds < 1 || rounds < 1) {
            throw new IllegalArgumentException("these numbers do not go together");
        }
        StreamsBench.Settings settings =
                new StreamsBench.Settings(streams, followers, deliveries, Duration.ofSeconds(seconds), rounds);
        return options.tell(out -> {
            try (OwnSystem own = OwnSystem.start(out)) {
                return StreamsBench.run(settings, own, out);
            }
        });
    }
}
