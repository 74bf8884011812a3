package dev.skein.bench.load;

import dev.skein.bench.client.Api;
import dev.skein.bench.client.Batch;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import dev.skein.bench.client.Settling;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The rounds of {@code bench streams}. */
final class StreamsBench {
    /** How much is done. */
    record Settings(int streams, int followers, int deliveries, Duration time, int rounds) {
        int authors() {
            return streams / followers;
        }
    }

    private static final int POSTS_MAX = 1 << 20;
    private static final Duration OPEN_MAX = Duration.ofMinutes(3);
    private static final Duration LAST_MAX = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final long HIGHEST_MICROS = Duration.ofSeconds(60).toNanos() / 1_000;
    private static final String ITEM = "{\"event\":\"item\"";
    private static final String OPEN = "{\"event\":\"open\"";
    private static final String TEXT = "\"text\":\"post ";

    private final Settings settings;
    private final OwnSystem system;
    private final HttpLoop loop;
    private final PrintStream out;
    private final Results results = new Results();
    /** When each post was due, by its number. */
    private final long[] dueNanos = new long[POSTS_MAX];

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong delivered = new AtomicLong();
    private volatile Histogram micros = new Histogram(HIGHEST_MICROS, 3);

    private StreamsBench(Settings settings, OwnSystem system, HttpLoop loop, PrintStream out) {
        this.settings = settings;
        this.system = system;
        this.loop = loop;
        this.out = out;
    }

    static Results run(Settings settings, OwnSystem system, PrintStream out) throws IOException, InterruptedException {
        try (HttpLoop loop = new HttpLoop(64, Duration.ofSeconds(20))) {
            StreamsBench bench = new StreamsBench(settings, system, loop, out);
            bench.run();
            return bench.results;
        }
    }

    private void run() throws IOException, InterruptedException {
        int people = settings.authors() * (settings.followers() + 1);
        Credential operator = Credential.bearer(system.operatorToken());
        long[] ids = new long[people];
        Credential[] sessions = new Credential[people];
        register(operator, ids, sessions);
        follow(operator, ids);
        long heapBefore = system.heapBytes();
        long residentBefore = system.residentBytes();
        try (StreamSockets sockets = new StreamSockets(system.api().query(), this::received)) {
            long began = System.nanoTime();
            for (int reader = settings.authors(); reader < people; reader++) {
                sockets.open(sessions[reader]);
            }
            int streams = people - settings.authors();
            await("streams to open", OPEN_MAX, sockets, () -> opened.get() >= streams);
            double seconds = (System.nanoTime() - began) / 1e9;
            double heap = (double) (system.heapBytes() - heapBefore) / streams;
            double resident = (double) (system.residentBytes() - residentBefore) / streams;
            out.printf(
                    Locale.ROOT,
                    "%,d streams opened in %.1f s; %,.0f bytes of heap for each, %,.0f resident%n",
                    streams,
                    seconds,
                    heap,
                    resident);
            results.add("streams.open", "", streams);
            results.add("streams.opened_per_second", "1/s", streams / seconds);
            results.add("streams.heap_bytes_per_stream", "B", heap);
            for (int round = 0; round <= settings.rounds(); round++) {
                round(round, sessions, sockets);
            }
        }
    }

    private void register(Credential operator, long[] ids, Credential[] sessions) {
        String prefix = "s" + Long.toString(System.currentTimeMillis(), 36) + "_";
        int batches = (ids.length + Api.BULK_MAX - 1) / Api.BULK_MAX;
        Batch.run(
                loop,
                "registering people by the operator's path",
                batches,
                4,
                batch -> system.api().registerAll(operator, people(batch, ids.length, prefix)),
                (batch, answer) -> {
                    List<Long> got = Json.ids(answer);
                    IntStream.range(0, got.size()).forEach(i -> ids[batch * Api.BULK_MAX + i] = got.get(i));
                });
        Batch.run(
                loop,
                "opening sessions by the operator's path",
                batches,
                4,
                batch -> system.api()
                        .openSessions(
                                operator,
                                Arrays.copyOfRange(
                                        ids, batch * Api.BULK_MAX, Math.min(ids.length, (batch + 1) * Api.BULK_MAX))),
                (batch, answer) -> {
                    List<String> tokens = Json.strings(answer, "token", 3);
                    IntStream.range(0, tokens.size())
                            .forEach(i -> sessions[batch * Api.BULK_MAX + i] = Credential.bearer(tokens.get(i)));
                });
    }

    private static List<Api.NewUser> people(int batch, int people, String prefix) {
        return IntStream.range(batch * Api.BULK_MAX, Math.min(people, (batch + 1) * Api.BULK_MAX))
                .mapToObj(i -> new Api.NewUser(prefix + i, "Reader " + i))
                .toList();
    }

    /** The first are the authors; each reader follows one of them. */
    private void follow(Credential operator, long[] ids) {
        List<Api.Edge> edges = IntStream.range(settings.authors(), ids.length)
                .mapToObj(reader -> new Api.Edge(ids[reader], ids[reader % settings.authors()]))
                .toList();
        int batches = (edges.size() + Api.BULK_MAX - 1) / Api.BULK_MAX;
        Batch.run(
                loop,
                "making follow edges by the operator's path",
                batches,
                4,
                batch -> system.api()
                        .followAll(
                                operator,
                                edges.subList(
                                        batch * Api.BULK_MAX, Math.min(edges.size(), (batch + 1) * Api.BULK_MAX))),
                (batch, answer) -> {});
        Map<Long, Integer> expected = new HashMap<>();
        for (int author = 0; author < settings.authors(); author++) {
            expected.put(ids[author], settings.followers());
        }
        if (!Settling.awaitFollowers(loop, system.api(), expected, OPEN_MAX, () -> false)) {
            throw new CallFailedException("the follow edges cannot be seen after " + OPEN_MAX.toSeconds() + " s");
        }
    }

    private void round(int round, Credential[] sessions, StreamSockets sockets) throws InterruptedException {
        micros = new Histogram(HIGHEST_MICROS, 3);
        delivered.set(0);
        refused.set(0);
        double perSecond = (double) settings.deliveries() / settings.followers();
        int count = (int) (perSecond * settings.time().toMillis() / 1e3);
        long began = System.nanoTime();
        loop.<Boolean>await(done -> tick(began, 0, count, perSecond, sessions, () -> done.complete(true)));
        double seconds = (System.nanoTime() - began) / 1e9;
        long expected = (long) (count - refused.get()) * settings.followers();
        await("deliveries", LAST_MAX, sockets, () -> delivered.get() >= expected);
        if (delivered.get() > expected) {
            throw new CallFailedException(delivered.get() - expected + " deliveries too many");
        }
        double p50 = micros.getValueAtPercentile(50) / 1e3;
        double p99 = micros.getValueAtPercentile(99) / 1e3;
        double max = micros.getMaxValue() / 1e3;
        out.printf(
                Locale.ROOT,
                "%s: %,.0f deliveries a second to streams, p50 %.1f ms, p99 %.1f ms, max %.1f ms of %,d; %d posts refused%n",
                round == 0 ? "warm-up" : "round " + round,
                expected / seconds,
                p50,
                p99,
                max,
                expected,
                refused.get());
        if (round > 0) {
            results.add("streams.post_to_stream_p50_ms", "ms", p50);
            results.add("streams.post_to_stream_p99_ms", "ms", p99);
            results.add("streams.post_to_stream_max_ms", "ms", max);
            results.add("streams.deliveries_per_second", "1/s", expected / seconds);
        }
    }

    private void tick(long began, int sent, int count, double perSecond, Credential[] sessions, Runnable done) {
        int now = sent;
        // The first is due at once: charged from when it was due, one that waits its whole turn would be late by it.
        int due = (int) Math.min(count, 1 + (System.nanoTime() - began) / 1e9 * perSecond);
        for (; now < due; now++) {
            int number = posts.getAndIncrement();
            dueNanos[number % POSTS_MAX] = began + (long) (now * 1e9 / perSecond);
            Request post =
                    system.api().post(sessions[number % settings.authors()], "post " + number + " ends", 0, 0, null);
            loop.send(post, answer -> {
                if (!answer.ok()) {
                    refused.incrementAndGet();
                }
            });
        }
        int next = now;
        if (next < count) {
            loop.after(TICK, () -> tick(began, next, count, perSecond, sessions, done));
        } else {
            done.run();
        }
    }

    /** On the one thread of the sockets. */
    private void received(String message) {
        if (message.startsWith(ITEM)) {
            int from = message.indexOf(TEXT) + TEXT.length();
            int number = Integer.parseInt(message.substring(from, message.indexOf(' ', from)));
            long took = (System.nanoTime() - dueNanos[number % POSTS_MAX]) / 1_000;
            micros.recordValue(Math.max(0, Math.min(HIGHEST_MICROS, took)));
            delivered.incrementAndGet();
        } else if (message.startsWith(OPEN)) {
            opened.incrementAndGet();
        }
    }

    private void await(String what, Duration max, StreamSockets sockets, BooleanSupplier reached) {
        long deadline = System.nanoTime() + max.toNanos();
        while (!reached.getAsBoolean()) {
            if (sockets.ended() > 0) {
                throw new CallFailedException(sockets.ended() + " streams have ended: " + sockets.firstEnd());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new CallFailedException("waited in vain for " + what + ": " + sockets.upgraded() + " let in, "
                        + opened.get() + " opened, " + delivered.get() + " deliveries");
            }
            Settling.pause(loop, PAUSE);
        }
    }
}
