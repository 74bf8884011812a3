package dev.skein.ingest;

import dev.skein.http.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code java dev.skein.ingest.Main}: configuration from the environment and system properties, until it is told to stop. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        IngestConfig config;
        try {
            config = IngestConfig.from(Settings.load());
        } catch (IllegalArgumentException e) {
            log.error("The configuration cannot be used: {}", e.getMessage());
            System.exit(2);
            return;
        }
        try {
            Ingest ingest = Ingest.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(ingest::close, "stop"));
            log.info("Listens on {}:{}", config.http().host(), ingest.port());
        } catch (RuntimeException e) {
            log.error("Could not start with {}", config, e);
            System.exit(1);
        }
        Thread.currentThread().join();
    }
}
