package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.App;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostedAppTest {
    @TempDir
    private Path stateDir;

    /** Otherwise it would be started for ever, and its instance never ready. */
    @Test
    void anApplicationThatCannotStartEndsTheProcess() {
        CompletableFuture<ExitReason> exit = new CompletableFuture<>();
        FailureHandler failures = new FailureHandler(App.HOME, exit, new CountDownLatch(1), Clock.systemUTC());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        HostedApp app = new HostedApp(App.HOME, builder.build(), properties(), failures, new SimpleMeterRegistry());
        app.close(Duration.ofSeconds(10));

        app.start();

        assertThat(exit).isCompletedWithValue(ExitReason.TOPOLOGY_FAILED);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return properties;
    }
}
