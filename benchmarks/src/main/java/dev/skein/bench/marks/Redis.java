package dev.skein.bench.marks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The peer that a user would pick: fan-out on write into lists of Redis. For each tweet and follower LPUSH of an id of
 * eight bytes and LTRIM to 800, pipelined, 500 keys at a time on each of four connections. Nothing is kept on disk.
 */
final class Redis implements AutoCloseable {
    private static final String PACKAGED = "/redis-server-6.2.6-v5-linux-amd64";
    private static final int CONNECTIONS = 4;
    private static final int BATCH_KEYS = 500;
    private static final int ENTRIES_MAX = 800;

    private final Process process;
    private final int port;
    private final byte[][] keys;
    private final Population population;
    private final AtomicLong ids = new AtomicLong(1L << 40);

    private Redis(Process process, int port, Population population) {
        this.process = process;
        this.port = port;
        this.population = population;
        this.keys = new byte[population.people()][];
        for (int person = 0; person < keys.length; person++) {
            keys[person] = ("home:" + population.id(person)).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * Starts one on a free port.
     *
     * @param program null for the packaged one, which is for Linux on x86-64
     */
    static Redis start(@Nullable Path program, Path folder, Population population)
            throws IOException, InterruptedException {
        Path server = program == null ? unpack(folder) : program;
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        server.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        Redis redis = new Redis(process, port, population);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!redis.answers()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new IOException("Redis did not start (--redis-server names another one): "
                        + Files.readString(folder.resolve("redis.log")));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return redis;
    }

    private static Path unpack(Path folder) throws IOException {
        Path program = folder.resolve("redis-server");
        try (InputStream packaged = Redis.class.getResourceAsStream(PACKAGED)) {
            if (packaged == null) {
                throw new IOException("there is no packaged Redis: name one by --redis-server");
            }
            Files.copy(packaged, program);
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private boolean answers() {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            return "PONG".equals(jedis.ping());
        } catch (JedisConnectionException e) {
            return false;
        }
    }

    String version() {
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            return jedis.info("server").replaceAll("(?s).*redis_version:(\\S+).*", "$1");
        }
    }

    /** What a round came to. */
    record Round(double deliveriesPerSecond, double cpuMicrosPerDelivery) {}

    /** Delivers tweets of people at random for so long. */
    Round run(double seconds, long seed) throws InterruptedException {
        double cpu = ProcessTimes.micros(process.pid());
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                SplittableRandom random = new SplittableRandom(seed * CONNECTIONS + i);
                work.add(() -> deliver(end, random));
            }
            long delivered = 0;
            for (Future<Long> each : threads.invokeAll(work)) {
                delivered += each.get();
            }
            double took = (System.nanoTime() - begin) / 1e9;
            return new Round(delivered / took, (ProcessTimes.micros(process.pid()) - cpu) / delivered);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Redis failed", e);
        } finally {
            threads.shutdown();
        }
    }

    private long deliver(long endNanos, SplittableRandom random) {
        long delivered = 0;
        try (Jedis jedis = new Jedis("127.0.0.1", port)) {
            Pipeline pipeline = jedis.pipelined();
            int inBatch = 0;
            while (System.nanoTime() - endNanos < 0) {
                int author = random.nextInt(population.people());
                byte[] id = ByteBuffer.allocate(Long.BYTES)
                        .putLong(ids.incrementAndGet())
                        .array();
                int followers = population.graph().followersOf(author);
                for (int i = -1; i < followers; i++) {
                    byte[] key = keys[i < 0 ? author : population.graph().follower(author, i)];
                    pipeline.lpush(key, id);
                    pipeline.ltrim(key, 0, ENTRIES_MAX - 1);
                    if (++inBatch == BATCH_KEYS) {
                        pipeline.sync();
                        inBatch = 0;
                    }
                }
                delivered += followers + 1;
            }
            pipeline.sync();
        }
        return delivered;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
