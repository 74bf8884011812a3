package dev.skein.local.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One instance of our query API, which hosts the Kafka Streams applications. Each has a state folder of its own. */
public record QueryApi(
        Home home, Checkout checkout, int instance, int port, Map<String, String> configuration, String userOptions)
        implements Server {

    private static final String MODULE = "query-api";
    private static final int HEAP_MB = 1536;

    public QueryApi {
        configuration = Map.copyOf(configuration);
    }

    /** The first is just {@code query-api}. */
    public static String name(int instance) {
        return instance == 1 ? MODULE : MODULE + "-" + instance;
    }

    @Override
    public String name() {
        return name(instance);
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "HTTP");
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public int memoryMb() {
        return 1100;
    }

    private Program program() {
        return new Program(home, checkout, name(), MODULE, "dev.skein.query.Main");
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(home.data(name()));
        program().install();
    }

    @Override
    public void ended() throws IOException {
        program().ended();
    }

    @Override
    public Launch launch() {
        Map<String, String> own = new HashMap<>(configuration);
        own.put("skein.state.dir", home.data(name()).toString());
        List<String> command = Java.command(
                HEAP_MB,
                Java.forLoad(
                        "-XX:MaxGCPauseMillis=100",
                        // Classes begin a collection of all by default at 21 MB and again at 36, in each start.
                        "-XX:MetaspaceSize=192m",
                        // Each delivery goes to another ring: with pages of 4 KB the processor would have to look up
                        // where each lies, in memory as well.
                        "-XX:+UseTransparentHugePages",
                        // While all want more than there is, what counts has a ninth of the share of timelines, and
                        // each of the many threads of requests a third. Compilers go no further ahead than they would
                        // if Java had not the rights for it.
                        "-XX:ThreadPriorityPolicy=1",
                        "-XX:JavaPriority1_To_OSPriority=10",
                        "-XX:JavaPriority4_To_OSPriority=5",
                        "-XX:CompilerThreadPriority=0"),
                userOptions,
                program().command(userOptions));
        Map<String, String> environment = new HashMap<>(Environment.of(own));
        // RocksDB takes memory by many threads, and glibc gives each thread an arena that it hardly ever gives back.
        environment.put("MALLOC_ARENA_MAX", "2");
        return new Launch(command, environment, Map.of());
    }

    /** Stores may have to be restored. */
    @Override
    public Duration startTimeout() {
        return Duration.ofMinutes(10);
    }

    @Override
    public Duration stopTimeout() {
        return Duration.ofSeconds(45);
    }

    @Override
    public Optional<String> notReady() {
        return Probe.answers(URI.create(address() + "/health/ready"));
    }
}
