package dev.skein.bench.marks;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Request;
import dev.skein.bench.load.Results;
import dev.skein.local.server.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skein bench reads}. */
@Command(
        name = "reads",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How many pages of home timelines are read in a second, over HTTP and in process.",
            "",
            "Over HTTP: the route that clients use, with tokens, engagement and viewer, readers at random, beside a"
                    + " bare Javalin route that answers the same bytes to the same load tool. In process: one thread,"
                    + " everything below the route, while writes go on at half the speed at which they can.",
            ""
        })
public final class ReadsCommand implements Callable<Integer> {
    private static final int PAGES_FOR_THE_PEER = 1_000;

    @Mixin
    private MarkOptions options = new MarkOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measure(this::measure);
    }

    private void measure(Population population, SplittableRandom random, Results results, PrintStream out)
            throws IOException, InterruptedException {
        out.println(population.describe());
        Path folder = Files.createTempDirectory("skein-bench-bare");
        try (Tokens tokens = Tokens.start();
                Stage stage = Stage.start(
                        4,
                        Map.of("skein.applications", "author,home,engagement", "skein.jwks.url", tokens.address()),
                        options.queryOptions,
                        out);
                EventWriter writer = new EventWriter(population, stage);
                HttpLoop loop = new HttpLoop(64, Duration.ofSeconds(20))) {
            new KnownGraph(stage, writer).load(out);
            Rounds rounds = new Rounds(stage, writer, random, out);
            Request[] readers = tokens.pages(population, stage);
            rounds.round(options.deliveries(), "warm-up");
            Rounds.Round fastest = rounds.round(options.deliveries(), "timelines");
            rounds.awaitCounted();
            Sample.check(loop, population.people(), reader -> readers[reader], rounds, random, out);
            overHttp(results, loop, readers, folder, random, stage, out);
            new InProcess(options, stage, writer, random, out).run(results, fastest.tweetsPerSecond() / 2);
        } finally {
            Folders.delete(folder);
        }
    }

    private void overHttp(
            Results results,
            HttpLoop loop,
            Request[] readers,
            Path folder,
            SplittableRandom random,
            Stage stage,
            PrintStream out)
            throws IOException, InterruptedException {
        List<byte[]> pages = new ArrayList<>();
        while (pages.size() < PAGES_FOR_THE_PEER) {
            Answer answer = loop.call(readers[random.nextInt(readers.length)]);
            if (!answer.ok()) {
                throw new CallFailedException("reading a page", answer);
            }
            pages.add(answer.body());
        }
        out.printf(
                Locale.ROOT,
                "%,.0f bytes a page in the mean%n",
                pages.stream().mapToInt(page -> page.length).average().orElse(0));
        Duration time = Duration.ofSeconds(options.quick ? 2 : 6);
        try (BarePeer bare = BarePeer.start(pages, folder, loop)) {
            // Everybody was here before: of whoever is not, the token's signature is checked, half a millisecond of
            // work.
            AtomicInteger person = new AtomicInteger();
            while (person.get() < readers.length) {
                PageLoad.perSecond(
                        loop, () -> readers[person.getAndIncrement() % readers.length], Duration.ofSeconds(1));
            }
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                PageLoad.perSecond(loop, () -> readers[random.nextInt(readers.length)], time);
                PageLoad.perSecond(loop, () -> bare.any(random), time);
            }
            Recording.start(stage, options.profile);
            for (int round = 1; round <= options.rounds(); round++) {
                double skein = PageLoad.perSecond(loop, () -> readers[random.nextInt(readers.length)], time);
                double peer = PageLoad.perSecond(loop, () -> bare.any(random), time);
                out.printf(
                        Locale.ROOT,
                        "round %d: %,.0f pages a second over HTTP; bare Javalin %,.0f; ratio %.2f%n",
                        round,
                        skein,
                        peer,
                        skein / peer);
                results.add("reads.http_per_second", "1/s", skein);
                results.add("reads.bare_http_per_second", "1/s", peer);
                results.add("reads.http_ratio_to_bare", "ratio", skein / peer);
            }
            Recording.stop(stage, options.profile);
        }
    }
}
