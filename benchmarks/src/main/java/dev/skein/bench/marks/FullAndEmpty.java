package dev.skein.bench.marks;

import dev.skein.bench.load.Results;
import dev.skein.catalog.Stores;
import dev.skein.catalog.Topics;
import dev.skein.local.server.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether delivering slows down as timelines fill up, and how much memory an entry takes. It begins with no entries (the
 * log of deliveries is cut off and the instance started anew) and warms up by one million deliveries again and again,
 * which leaves one million entries. All rounds are of one life of the instance, so that both kinds are as warm.
 */
final class FullAndEmpty {
    private static final Duration WARM_UP_STEP = Duration.ofSeconds(10);

    /** What does not belong to an entry: bodies, names, and what a delivery is made of on its way. */
    private static final List<String> APART =
            List.of("[B", "java.lang.String", "dev.skein.schemas.", "dev.skein.streams.home.Body");

    private FullAndEmpty() {}

    static void run(
            MarkOptions options,
            Stage stage,
            EventWriter writer,
            SplittableRandom random,
            Results results,
            PrintStream out)
            throws IOException, InterruptedException {
        long few = options.quick ? 100_000 : 1_000_000;
        long full = 50 * few;
        long measured = 2 * few;
        Rounds rounds = new Rounds(stage, writer, random, out);
        forget(stage);
        EventWriter.Tweets again = writer.tweets(few, random);
        WarmUp.run(stage, out, step -> {
            for (long begin = System.nanoTime(); System.nanoTime() - begin < WARM_UP_STEP.toNanos(); ) {
                rounds.round(again, false, "warm-up");
            }
        });
        double bytesBefore = heapBytes(stage);
        List<Double> empty = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            empty.add(rounds.round(measured, "nearly empty").perSecond());
        }
        long held = Math.max(full, few + options.rounds() * measured);
        rounds.fill(held - few - options.rounds() * measured);
        for (double nearlyEmpty : empty) {
            double bytesPerEntry = (heapBytes(stage) - bytesBefore) / (held - few);
            double ratio = rounds.round(measured, "full").perSecond() / nearlyEmpty;
            out.printf(
                    Locale.ROOT,
                    "%,d entries held, %.1f bytes each; %.2f of what it was when nearly empty%n",
                    held,
                    bytesPerEntry,
                    ratio);
            results.add("fanout.ratio_full_to_empty", "ratio", ratio);
            results.add("fanout.bytes_per_entry", "bytes", bytesPerEntry);
            held += measured;
        }
    }

    /** Bytes of live objects that are not {@link #APART}. */
    private static double heapBytes(Stage stage) throws IOException, InterruptedException {
        String histogram = Stage.run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(stage.pid(Servers.QUERY)),
                "GC.class_histogram"));
        return histogram
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length >= 4 && fields[0].endsWith(":"))
                .filter(fields -> APART.stream().noneMatch(fields[3]::startsWith))
                .mapToDouble(fields -> Double.parseDouble(fields[2]))
                .sum();
    }

    private static void forget(Stage stage) throws IOException, InterruptedException {
        stage.system().stop(Servers.QUERY);
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        new Drain(stage)
                .ends(Topics.DELIVERIES.name())
                .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        try {
            stage.admin().deleteRecords(all).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the log could not be cut off", e);
        }
        removeSnapshots(stage);
        stage.system().restart(Servers.QUERY);
    }

    /** All that the store of timelines keeps on disk. */
    static void removeSnapshots(Stage stage) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(stage.system().settings().home().data(Servers.QUERY))) {
            found = files.filter(file -> file.getFileName().toString().startsWith(Stores.TIMELINES.name()))
                    .toList();
        }
        for (Path file : found) {
            Folders.delete(file);
        }
    }
}
