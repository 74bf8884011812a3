package dev.skein.bench.replay;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.SystemOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skein replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays recorded activity into a running system, through the ingest API.",
            "",
            "FILE holds lines 'userA userB unixSeconds kind' (SNAP's Higgs Twitter data), plain or gzipped: RT, A"
                    + " retweeted B; MT, A mentioned B; RE, A replied to B. There are no texts and no follows in it:"
                    + " texts and hashtags are made up, always the same for the same file; who is retweeted or replied"
                    + " to before having said anything posts something first; without --follows, A follows whom A"
                    + " retweets. Everything is created now; the original times only pace it.",
            "",
            "Interrupt it as you like: the same command goes on where it stopped. A file that has been played to its"
                    + " end is not played again into the same system, unless with another --prefix.",
            ""
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final long STOP_SECONDS_MAX = 20;

    static final class PaceOptions {
        @Option(
                names = "--speed",
                paramLabel = "N",
                description = "N times the original pace, such as 3600 for an hour in a second.")
        private double speed;

        @Option(names = "--max", description = "As fast as it goes (the default).")
        private boolean max;
    }

    @Parameters(index = "0", paramLabel = "FILE", description = "The activity; - reads from standard input.")
    private String file = "-";

    @ArgGroup
    private @Nullable PaceOptions pace;

    @Option(
            names = "--follows",
            paramLabel = "FILE",
            description =
                    "Who follows whom: lines 'A B', A follows B; people who do not occur in the activity are left out.")
    private @Nullable Path follows;

    @Option(names = "--limit", paramLabel = "LINES", description = "Plays the first lines only.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Begins the handles, which go on with the number in the file (default: ${DEFAULT-VALUE}).")
    private String prefix = Script.PREFIX;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "Calls under way at a time (default: ${DEFAULT-VALUE}).")
    private int inFlight = 64;

    @Option(
            names = "--verify",
            description =
                    "Compares timelines, counts and trends with an independent tally afterwards; exit code 1 where"
                            + " they differ.")
    private boolean verify;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "How long --verify waits for what was accepted to be readable (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds = 120;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Override
    public Integer call() throws IOException {
        PrintStream out = System.out;
        requireSensible();
        String token = system.requireOperatorToken();
        Api api = system.api();
        Script script = read();
        ReplayReport report = new ReplayReport(script, api, out);
        report.beginning();
        double speed = pace == null ? 0 : pace.speed;
        try (HttpLoop loop = new HttpLoop(Math.max(inFlight, 4), REQUEST_TIMEOUT)) {
            Replay.Options options = new Replay.Options(
                    api, token, speed, inFlight, system.home().resolve("replay"));
            Replay replay = new Replay(script, options, loop, out);
            Replay.Result result = runInterruptibly(replay);
            report.end(result);
            if (result.stopped() != null) {
                out.println("The state is in " + replay.journalFile() + "; the same command goes on from there.");
                return ExitCode.SOFTWARE;
            }
            boolean right = !verify || agrees(result, loop, api, token, report);
            report.toLookAt(result, loop);
            return right ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private boolean agrees(Replay.Result result, HttpLoop loop, Api api, String token, ReplayReport report) {
        Duration patience = Duration.ofSeconds(patienceSeconds);
        Verification verification = new Verification(loop, api, token, result.tally(), Clock.systemUTC(), patience);
        Verification.Report compared = verification.run(Verification.Sample.SOME, System.out);
        report.compared(compared);
        return compared.agrees();
    }

    /** Ctrl-C lets the calls under way end and the journal be written before the process goes. */
    private static Replay.Result runInterruptibly(Replay replay) throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            replay.interrupt();
            try {
                if (!ended.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                    System.err.println("skein: calls under way did not end in time; they are made again next time.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.err.println("Interrupted. The same command goes on where this one stopped.");
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return replay.run();
        } finally {
            ended.countDown();
            removeUnlessRunning(hook);
        }
    }

    private static void removeUnlessRunning(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            System.err.println("skein: stopping");
        }
    }

    private Script read() throws IOException {
        try (InputStream activity = file.equals("-") ? System.in : Files.newInputStream(existing(Path.of(file)));
                InputStream edges = follows == null ? null : Files.newInputStream(existing(follows))) {
            return Script.read(activity, edges, limit, prefix);
        }
    }

    private static Path existing(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("there is no file " + path);
        }
        return path;
    }

    private void requireSensible() {
        require(prefix.matches("[A-Za-z0-9_]{1,20}"), "--prefix is 1 to 20 of A-Z, a-z, 0-9 and _");
        require(inFlight >= 1 && inFlight <= 1024, "--in-flight is 1 to 1024");
        require(limit >= 1, "--limit is at least 1");
        require(patienceSeconds >= 0, "--patience is not negative");
        require(pace == null || pace.max || pace.speed > 0, "--speed is more than 0");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
