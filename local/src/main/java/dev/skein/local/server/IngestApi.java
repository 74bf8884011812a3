package dev.skein.local.server;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our ingest API. */
public record IngestApi(Home home, Checkout checkout, int port, Map<String, String> configuration, String userOptions)
        implements Server {

    public static final String NAME = "ingest-api";

    private static final int HEAP_MB = 512;

    public IngestApi {
        configuration = Map.copyOf(configuration);
    }

    @Override
    public String name() {
        return NAME;
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
        return 450;
    }

    private Program program() {
        return new Program(home, checkout, NAME, NAME, "dev.skein.ingest.Main");
    }

    @Override
    public void prepare() throws IOException {
        program().install();
    }

    @Override
    public void ended() throws IOException {
        program().ended();
    }

    @Override
    public Launch launch() {
        List<String> command = Java.command(
                HEAP_MB,
                Java.forLoad("-XX:MaxGCPauseMillis=100"),
                userOptions,
                program().command(userOptions));
        return new Launch(command, Environment.of(configuration), Map.of());
    }

    @Override
    public Optional<String> notReady() {
        return Probe.answers(URI.create(address() + "/health/ready"));
    }
}
