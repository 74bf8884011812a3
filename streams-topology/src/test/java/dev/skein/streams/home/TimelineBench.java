package dev.skein.streams.home;

import dev.skein.catalog.AvroSerde;
import dev.skein.catalog.Id;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.ReaderIds;
import dev.skein.catalog.SchemaRegistry;
import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.delivery.FannedOut;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.Given;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What the inside of the store can do, without Kafka: run it by hand, {@code TimelineBench [entries] [readers]}. A partition
 * of readers, each tweet delivered to twenty of them.
 */
@SuppressWarnings("NonAtomicVolatileUpdate")
final class TimelineBench {
    private static final String LOG = "deliveries";
    private static final int READERS_OF_A_TWEET = 20;
    private static final int AUTHORS = 5_000;
    private static final int CHUNK = 5_000;
    /** Of what is told as least, median and most. */
    private static final int ROUNDS = 41;

    private static final String TEXT =
            "Benchmarks are like weather reports: the number is less interesting than what it is going to do to us next. #skein ";

    private static final Relation FOLLOWS = new Relation(1L, false, false, false, 0L);

    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<Delivery> serde = new AvroSerde<>(Delivery.class, registry);
    private final DeliveryReader reader = new DeliveryReader(registry, new RecentTweets());
    private final Random random = new Random(1);
    private final long[] readers;
    private final long[] authors = new long[AUTHORS];
    private long millis = Given.NOON;
    private volatile long sink;

    private TimelineBench(int readers) {
        // Registered over two years.
        this.readers = random.longs(readers, 0, 2L * 365 * 86_400_000)
                .sorted()
                .map(at -> Id.of(Id.EPOCH_MILLIS + at, 0, 1, random.nextInt(128)))
                .toArray();
        for (int i = 0; i < AUTHORS; i++) {
            authors[i] = Id.of(Id.EPOCH_MILLIS + random.nextInt(1 << 30), 0, 2, random.nextInt(1024));
        }
    }

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000_000;
        int readers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : entries / 200;
        new TimelineBench(readers).run(entries);
    }

    private void run(int entries) throws Exception {
        TimelineState state = fill(entries);
        Timelines.Size size = state.size();
        System.out.printf("%,d entries of %,d readers, %,d tweets%n", size.entries(), size.readers(), size.tweets());
        System.out.printf(
                "bytes per entry %.2f, per tweet %.0f%n",
                size.entryBytes() / (double) size.entries(), size.shownBytes() / (double) size.tweets());
        snapshot(state);
        double rate = decoded(state);
        for (int round = 0; round < 3; round++) {
            reads(state, rate / 2, false);
            reads(state, rate / 2, true);
        }
        System.out.printf("%d%n", sink & 1);
    }

    private TimelineState fill(int entries) {
        TimelineState state = new TimelineState();
        long nanos = 0;
        long done = 0;
        while (state.size().entries() < entries && done < 4L * entries) {
            List<byte[]> chunk = new ArrayList<>();
            for (int i = 0; i < CHUNK; i++) {
                chunk.add(Objects.requireNonNull(serde.serialize(LOG, delivery())));
            }
            long start = System.nanoTime();
            for (byte[] record : chunk) {
                state.apply(Objects.requireNonNull(reader.deserialize(LOG, record)));
            }
            nanos += System.nanoTime() - start;
            done += (long) CHUNK * READERS_OF_A_TWEET;
        }
        System.out.printf(
                "applied from raw records: %,.0f deliveries/s (%,d in %.1f s)%n",
                done * 1e9 / nanos, done, nanos / 1e9);
        return state;
    }

    private double decoded(TimelineState state) {
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            List<Delivery> chunk = deliveries(4 * CHUNK);
            long start = System.nanoTime();
            chunk.forEach(state::apply);
            rates[round] = chunk.size() * READERS_OF_A_TWEET * 1e9 / (System.nanoTime() - start);
        }
        Arrays.sort(rates);
        System.out.printf(
                "applied when decoded: %,.0f/%,.0f/%,.0f deliveries/s%n",
                rates[0], rates[ROUNDS / 2], rates[ROUNDS - 1]);
        return rates[ROUNDS / 2];
    }

    private void snapshot(TimelineState state) throws Exception {
        Path folder = Files.createTempDirectory("timelines");
        for (int round = 0; round < 3; round++) {
            Snapshots snapshots = new Snapshots(folder, "log", 0, 8);
            long start = System.nanoTime();
            Snapshots.Cut cut = snapshots.cut(state.parts(), 1, 0);
            long cutDone = System.nanoTime();
            snapshots.write(cut, () -> false);
            snapshots.publish();
            long written = System.nanoTime();
            TimelineState loaded = new TimelineState();
            Snapshots.Found found = Objects.requireNonNull(snapshots.find(loaded.parts()));
            long verified = System.nanoTime();
            snapshots.load(found, loaded.parts(), () -> false);
            long read = System.nanoTime();
            loaded.loaded();
            loaded.count();
            long matched = System.nanoTime();
            System.out.printf(
                    "snapshot of %,d bytes: cut %.2f ms, written %.2f s; verified %.2f s, loaded %.2f s + %.2f s%n",
                    Files.size(found.file()),
                    (cutDone - start) / 1e6,
                    (written - cutDone) / 1e9,
                    (verified - written) / 1e9,
                    (read - verified) / 1e9,
                    (matched - read) / 1e9);
            sink += loaded.size().entries();
            Files.delete(found.file());
        }
        Files.delete(folder);
    }

    private void reads(TimelineState state, double writesPerSecond, boolean decode) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Delivery> log = deliveries((int) (writesPerSecond * 3 / READERS_OF_A_TWEET));
        Thread writer = new Thread(() -> {
            long start = System.nanoTime();
            long written = 0;
            for (Delivery delivery : log) {
                if (done.get()) {
                    return;
                }
                state.apply(delivery);
                written += READERS_OF_A_TWEET;
                long ahead = start + (long) (written * 1e9 / writesPerSecond) - System.nanoTime();
                if (ahead > 200_000) {
                    LockSupport.parkNanos(ahead);
                }
            }
        });
        LongTable<Relation> followees = new LongTable<>();
        for (long author : authors) {
            followees.put(author, FOLLOWS);
        }
        writer.start();
        Random who = new Random(2);
        long pages = 0;
        long sum = 0;
        long start = System.nanoTime();
        while (writer.isAlive() && System.nanoTime() - start < 2_000_000_000L) {
            for (int i = 0; i < 64; i++) {
                List<TimelineEntry> page = TimelinePage.read(
                        state, readers[who.nextInt(readers.length)], followees::get, 1, Timelines.NEWEST, 20);
                for (TimelineEntry entry : page) {
                    sum += decode ? entry.tweet().getText().length() : entry.id();
                }
                pages++;
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        done.set(true);
        writer.join();
        sink += sum;
        System.out.printf(
                "pages of 20%s: %,.0f/s while %,.0f deliveries/s are written%n",
                decode ? ", decoded" : "", pages / seconds, writesPerSecond);
    }

    private List<Delivery> deliveries(int count) {
        List<Delivery> deliveries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            deliveries.add(delivery());
        }
        return deliveries;
    }

    private Delivery delivery() {
        long author = authors[random.nextInt(AUTHORS)];
        long[] some = new long[READERS_OF_A_TWEET];
        int from = 0;
        for (int i = 0; i < some.length; i++) {
            // Rising, and each reader as likely as any other.
            int to = (int) ((long) readers.length * (i + 1) / some.length);
            some[i] = readers[from + random.nextInt(to - from)];
            from = to;
        }
        Tweet tweet = Given.tweet(Id.of(++millis, 0, 2, Id.shard(author)), author)
                .setText(TEXT.substring(random.nextInt(60)))
                .build();
        Arrays.sort(some);
        return new Delivery(List.of(new FannedOut(tweet, null, ReaderIds.encode(some, 0, some.length))));
    }
}
