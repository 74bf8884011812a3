package dev.skein.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a service of a known size needs, computed from what was measured. Two costs of a delivery are separated: that of
 * a reader, and that of a tweet in a partition that it touches. They follow from the CPU per delivery at 4 and at 64
 * partitions.
 */
record Capacity(Case asked, Costs costs) {
    /**
     * What is asked for.
     *
     * @param weeklyShare of all users: those for whom anything is stored
     * @param partitions of every topic
     * @param replicas of each byte in Kafka
     * @param copies of each store: the one that answers and its standbys
     */
    record Case(
            double dailyUsers,
            double allUsers,
            double weeklyShare,
            double tweetsPerDay,
            double peak,
            double followees,
            double pagesPerSecond,
            double tweetReadsPerDay,
            double mediaBytesPerDay,
            double famousFollowers,
            int partitions,
            int replicas,
            int copies) {
        static final Case LARGE = new Case(200e6, 500e6, 0.6, 400e6, 3, 200, 600_000, 20e9, 24e12, 50e6, 1024, 3, 2);
    }

    /**
     * What was measured.
     *
     * @param microsAt4 CPU of all processes per delivery at 4 partitions
     * @param microsAt64 at 64
     * @param bytesPerEntry of memory, bodies apart
     * @param kafkaBytes per delivery at 4 partitions
     * @param pagesPerCore read over HTTP, load tool included
     */
    record Costs(double microsAt4, double microsAt64, double bytesPerEntry, double kafkaBytes, double pagesPerCore) {
        /** Where nothing was measured yet, the mark is taken, and the document says so. */
        static Costs of(Measured measured) {
            return new Costs(
                    measured.median("fanout.cpu_micros_per_delivery", 0.45),
                    measured.median("fanout.cpu_micros_per_delivery_p64", 1.2),
                    measured.median("fanout.bytes_per_entry", 12),
                    measured.median("fanout.kafka_bytes_per_delivery", 20),
                    measured.median("reads.http_per_second", 20_000) / 2);
        }
    }

    private static final double DAY_SECONDS = 86_400;
    private static final double BENCH_READERS = 76;
    private static final double BODY_BYTES = 250;
    private static final double ENTRIES = 800;
    private static final double RETENTION_DAYS = 2;
    private static final double ID_BYTES = 8;
    private static final double PAGE_BYTES = 9_000;
    private static final double LOAD_MAX = 0.5;
    private static final double INSTANCE_CORES = 32;
    private static final double INSTANCE_MEMORY = 256e9;

    /** How many of so many partitions a list of readers touches, if they lie evenly. */
    static double touched(double readers, int partitions) {
        return partitions * (1 - Math.pow(1 - 1.0 / partitions, readers));
    }

    /** Microseconds for a tweet in a partition. */
    double microsPerRecord() {
        double more = touched(BENCH_READERS, 64) - touched(BENCH_READERS, 4);
        return Math.max(0, (costs.microsAt64 - costs.microsAt4) * BENCH_READERS / more);
    }

    /** Microseconds for a reader. */
    double microsPerReader() {
        return Math.max(0, costs.microsAt4 - microsPerRecord() * touched(BENCH_READERS, 4) / BENCH_READERS);
    }

    double readersPerTweet() {
        return asked.followees * asked.weeklyShare;
    }

    double tweetsAtPeak() {
        return asked.tweetsPerDay / DAY_SECONDS * asked.peak;
    }

    double recordsPerTweet() {
        return touched(readersPerTweet(), asked.partitions);
    }

    double fanOutCores() {
        double micros = readersPerTweet() * microsPerReader() + recordsPerTweet() * microsPerRecord();
        return tweetsAtPeak() * micros / 1e6 / LOAD_MAX;
    }

    double readCores() {
        return asked.pagesPerSecond / costs.pagesPerCore / LOAD_MAX;
    }

    double ringBytes() {
        return asked.allUsers * asked.weeklyShare * ENTRIES * costs.bytesPerEntry * asked.copies;
    }

    /** Over how many days a full timeline reaches. */
    double timelineDays() {
        return ENTRIES / (asked.followees * asked.tweetsPerDay / asked.allUsers);
    }

    double bodyBytes() {
        return asked.tweetsPerDay * timelineDays() * recordsPerTweet() * BODY_BYTES * asked.copies;
    }

    double kafkaBytesPerTweet() {
        return readersPerTweet() * ID_BYTES + recordsPerTweet() * BODY_BYTES;
    }

    double kafkaDisk() {
        return kafkaBytesPerTweet() * asked.tweetsPerDay * RETENTION_DAYS * asked.replicas;
    }

    double instances() {
        double byCores = (fanOutCores() + readCores()) / INSTANCE_CORES;
        return Math.ceil(Math.max(byCores, (ringBytes() + bodyBytes()) / INSTANCE_MEMORY));
    }

    /** The table of docs/capacity.md. */
    String table() {
        List<String> lines = new ArrayList<>(List.of("| what | how | it comes to |", "|---|---|---|"));
        line(lines, "Tweets a second at the peak", "400 M a day × 3", number(tweetsAtPeak()));
        line(
                lines,
                "Readers of a tweet for whom it is stored",
                "200 × those seen in 7 days (60 %)",
                number(readersPerTweet()));
        line(lines, "Deliveries a second at the peak", "the product", number(tweetsAtPeak() * readersPerTweet()));
        line(lines, "Partitions", "the most that ids allow", number(asked.partitions));
        line(lines, "Partitions that a tweet touches", "P × (1 − (1 − 1/P)^readers)", number(recordsPerTweet()));
        line(lines, "CPU for a reader", "from P = 4 and P = 64", micros(microsPerReader()));
        line(lines, "CPU for a tweet in a partition", "from P = 4 and P = 64", micros(microsPerRecord()));
        line(lines, "Cores for the fan-out, brokers included", "at half load", number(fanOutCores()));
        line(lines, "Cores for 600,000 pages a second", "measured pages a core, at half load", number(readCores()));
        line(lines, "Memory for rings", "300 M readers × 800 entries × 2 copies", bytes(ringBytes()));
        line(lines, "Days that a full timeline reaches", "800 ÷ (200 × tweets a day and user)", number(timelineDays()));
        line(
                lines,
                "Memory for bodies",
                "tweets of these days × partitions touched × 250 B × 2 copies",
                bytes(bodyBytes()));
        line(
                lines,
                "Query instances of 32 cores and 256 GB",
                "whichever of cores and memory asks for more",
                number(instances()));
        line(lines, "Kafka's disks", "2 days of deliveries × 3 replicas", bytes(kafkaDisk()));
        line(
                lines,
                "Into Kafka at the peak, each replica",
                "bytes of a tweet × tweets",
                bytes(kafkaBytesPerTweet() * tweetsAtPeak()) + "/s");
        line(
                lines,
                "Out to clients",
                "600,000 pages × 9 kB, before compression",
                bytes(asked.pagesPerSecond * PAGE_BYTES) + "/s");
        line(
                lines,
                "Tweets read a second",
                "20 billion a day: contained in the pages",
                number(asked.tweetReadsPerDay / DAY_SECONDS));
        line(
                lines,
                "A tweet of an author with 50 M followers",
                "one record for each partition, pulled when read",
                number(asked.partitions) + " records");
        line(
                lines,
                "The same, if it were pushed",
                "50 M readers × CPU for a reader",
                number(asked.famousFollowers * microsPerReader() / 1e6) + " core-seconds");
        line(
                lines,
                "Media, past our servers",
                "24 TB a day straight to object storage",
                bytes(asked.mediaBytesPerDay / DAY_SECONDS) + "/s");
        return String.join("\n", lines) + "\n";
    }

    private static void line(List<String> lines, String what, String how, String value) {
        lines.add("| " + what + " | " + how + " | " + value + " |");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%,.1f" : "%,.0f", value);
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, "%.2f µs", value);
    }

    private static String bytes(double value) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        double shown = value;
        while (shown >= 1000 && unit < units.length - 1) {
            shown /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", shown, units[unit]);
    }
}
