package dev.skein.query;

import dev.skein.http.Settings;
import dev.skein.query.config.QueryConfig;
import dev.skein.query.hosting.ExitReason;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a query instance and ends with the reason for which it stopped. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Reads configuration from system properties and the environment, see {@link QueryConfig}. */
    public static void main(String[] arguments) {
        // Shorter than the other instance keeps an idle connection, so that no request meets one that just closes.
        System.setProperty("jdk.httpclient.keepalive.timeout", "30");
        CompletableFuture<ExitReason> exit = new CompletableFuture<>();
        QueryApi api;
        try {
            api = QueryApi.start(QueryConfig.from(Settings.load()), exit, Clock.systemUTC());
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error("cannot start: {}", e.getMessage(), e);
            System.exit(ExitReason.CONFIGURATION.code());
            return;
        }
        // Whoever asks first has it stopped; the hook waits, since the process ends when it returns.
        Thread closing = new Thread(api::close, "closing");
        Runtime.getRuntime().addShutdownHook(closing);
        ExitReason reason = exit.join();
        LOG.error("stopping: {}", reason);
        System.exit(reason.code());
    }
}
