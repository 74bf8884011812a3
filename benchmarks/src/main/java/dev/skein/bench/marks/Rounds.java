package dev.skein.bench.marks;

import dev.skein.bench.client.CallFailedException;
import dev.skein.catalog.App;
import dev.skein.catalog.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Lets backlogs of tweets be delivered on a stage. */
final class Rounds {
    private static final Duration DRAIN_MAX = Duration.ofMinutes(5);
    private static final Duration COUNTED_MAX = Duration.ofMinutes(10);

    private final Stage stage;
    private final EventWriter writer;
    private final Drain drain;
    private final SplittableRandom random;
    private final PrintStream out;
    private final List<EventWriter.Tweets> written = new ArrayList<>();

    Rounds(Stage stage, EventWriter writer, SplittableRandom random, PrintStream out) {
        this.stage = stage;
        this.writer = writer;
        this.drain = new Drain(stage);
        this.random = random;
        this.out = out;
    }

    /** Waits until [engagement], where it runs, has counted all tweets, too. */
    void awaitCounted() throws InterruptedException {
        drain.await(App.ENGAGEMENT, Topics.TWEETS.name(), COUNTED_MAX, left -> {});
    }

    /** The ids of the newest tweets that a reader should find, newest first. */
    List<Long> newestFor(int reader, int limit) {
        Population population = writer.population();
        BitSet read = population.readBy(reader);
        List<Long> newest = new ArrayList<>(limit);
        for (int round = written.size() - 1; round >= 0; round--) {
            EventWriter.Tweets tweets = written.get(round);
            for (int i = tweets.size() - 1; i >= 0 && newest.size() < limit; i--) {
                if (read.get(tweets.authors()[i])) {
                    newest.add(tweets.ids()[i]);
                }
            }
        }
        return newest;
    }

    /**
     * What a round came to.
     *
     * @param cpuMicros of all processes, per delivery
     * @param kafkaBytes per delivery
     */
    record Round(double perSecond, double tweetsPerSecond, double cpuMicros, double kafkaBytes) {}

    /** Lets so many be delivered as they are written; nothing is measured. */
    void fill(long wanted) throws InterruptedException {
        EventWriter.Tweets tweets = writer.tweets(wanted, random);
        written.add(tweets.written());
        writer.write(tweets);
        drain.awaitTimelines(DRAIN_MAX);
        out.printf(Locale.ROOT, "filled by %,d deliveries%n", tweets.deliveries());
    }

    Round round(long wanted, String name) throws IOException, InterruptedException {
        return round(writer.tweets(wanted, random), true, name);
    }

    /**
     * Lets tweets be delivered.
     *
     * @param counted whether what stands in the log is counted and must be right
     */
    Round round(EventWriter.Tweets tweets, boolean counted, String name) throws IOException, InterruptedException {
        Map<TopicPartition, Long> from = drain.ends(Topics.DELIVERIES.name());
        long bytesBefore = stage.bytes(Topics.DELIVERIES.name());
        written.add(tweets.written());
        stage.hold();
        long begin;
        Map<String, Double> cpuBefore = stage.cpuMicros();
        try {
            writer.write(tweets);
        } finally {
            cpuBefore.putAll(stage.cpuMicros());
            begin = System.nanoTime();
            stage.letGo();
        }
        long end = drain.awaitTimelines(DRAIN_MAX);
        Map<String, Double> cpu = stage.cpuMicros();
        cpu.replaceAll((server, micros) -> (micros - cpuBefore.getOrDefault(server, 0.0)) / tweets.deliveries());
        double seconds = (end - begin) / 1e9;
        long bytes = stage.bytes(Topics.DELIVERIES.name()) - bytesBefore;
        Map<TopicPartition, Long> to = drain.ends(Topics.DELIVERIES.name());
        DeliveryLog.Content content = counted ? DeliveryLog.count(stage, from, to) : new DeliveryLog.Content(0, 0, 0);
        if (counted && content.deliveries() != tweets.deliveries()) {
            throw new CallFailedException(String.format(
                    Locale.ROOT,
                    "%,d deliveries were due and %,d stand in the log",
                    tweets.deliveries(),
                    content.deliveries()));
        }
        Round round = new Round(
                tweets.deliveries() / seconds,
                tweets.size() / seconds,
                cpu.values().stream().mapToDouble(Double::doubleValue).sum(),
                (double) bytes / tweets.deliveries());
        out.printf(
                Locale.ROOT,
                "%s: %,d deliveries of %,d tweets in %.2f s: %,.0f a second; %.3f µs of CPU each (%s), %.1f"
                        + " bytes each%n",
                name,
                tweets.deliveries(),
                tweets.size(),
                seconds,
                round.perSecond(),
                round.cpuMicros(),
                cpu.entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%s %.3f", each.getKey(), each.getValue()))
                        .collect(Collectors.joining(", ")),
                round.kafkaBytes());
        return round;
    }
}
