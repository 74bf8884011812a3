package dev.skein.query.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import dev.skein.catalog.App;
import dev.skein.http.Settings;
import dev.skein.streams.Thresholds;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryConfigTest {
    @Test
    void everyKeyHasItsDefault() {
        Settings settings = Settings.of(Map.of());

        QueryConfig.from(settings);

        assertThat(settings.defaults())
                .containsOnly(
                        Map.entry("skein.applications", "author,home,engagement,trends,notifications,suggestions"),
                        Map.entry("skein.archive.after", "1000"),
                        Map.entry("skein.archive.consistency", "LOCAL_QUORUM"),
                        Map.entry("skein.archive.contact-points", ""),
                        Map.entry("skein.archive.datacenter", "datacenter1"),
                        Map.entry("skein.archive.driver", ""),
                        Map.entry("skein.archive.keyspace", "skein"),
                        Map.entry("skein.archive.password", ""),
                        Map.entry("skein.archive.username", ""),
                        Map.entry("skein.cursor.secret", "skein"),
                        Map.entry("skein.famous.followers", "10000"),
                        Map.entry("skein.http.advertised", "127.0.0.1:8081"),
                        Map.entry("skein.http.cors-origins", ""),
                        Map.entry("skein.http.host", "127.0.0.1"),
                        Map.entry("skein.http.idle-timeout", "PT1M"),
                        Map.entry("skein.http.port", "8081"),
                        Map.entry("skein.http.stop-timeout", "PT5S"),
                        Map.entry("skein.http.threads", "64"),
                        Map.entry("skein.inactive.after", "PT168H"),
                        Map.entry("skein.jwks.url", "http://127.0.0.1:8080/.well-known/jwks.json"),
                        Map.entry("skein.kafka.bootstrap-servers", "127.0.0.1:19092"),
                        Map.entry("skein.media.s3.access-key", ""),
                        Map.entry("skein.media.s3.bucket", "media"),
                        Map.entry("skein.media.s3.endpoint", ""),
                        Map.entry("skein.media.s3.public-url", ""),
                        Map.entry("skein.media.s3.region", "us-east-1"),
                        Map.entry("skein.media.s3.secret-key", ""),
                        Map.entry("skein.partitions", "4"),
                        Map.entry("skein.prefix", "skein"),
                        Map.entry("skein.registry.url", "http://127.0.0.1:18081/apis/ccompat/v7"),
                        Map.entry("skein.rocksdb.block-cache-megabytes", "256"),
                        Map.entry("skein.rocksdb.write-buffer-megabytes", "96"),
                        Map.entry("skein.search.url", ""),
                        Map.entry("skein.standbys", "1"),
                        Map.entry("skein.state.dir", "state"),
                        Map.entry("skein.streams.replication-factor", "-1"),
                        Map.entry("skein.streams.threads", "1"),
                        Map.entry("skein.timelines.max-age", "PT720H"),
                        Map.entry("skein.timelines.max-bytes", "0"),
                        Map.entry("skein.timelines.snapshot-every", "PT1M"));
    }

    @Test
    void whatIsGivenIsTaken() {
        QueryConfig config = QueryConfig.from(Settings.of(Map.of(
                "skein.applications", "home, trends",
                "skein.http.host", "10.0.0.7",
                "skein.http.port", "9000",
                "skein.partitions", "16",
                "skein.state.dir", "/var/lib/skein")));

        assertThat(config.applications()).containsExactlyInAnyOrder(App.HOME, App.TRENDS);
        assertThat(config.advertised()).isEqualTo("10.0.0.7:9000");
        assertThat(config.partitions()).isEqualTo(16);
        assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/skein"));
    }

    @Test
    void withoutAnArchiveNothingIsLeftToIt() {
        assertThat(QueryConfig.from(Settings.of(Map.of())).thresholds().tweetsListed())
                .isEqualTo(Thresholds.ALL);

        QueryConfig config = QueryConfig.from(
                Settings.of(Map.of("skein.archive.contact-points", "127.0.0.1:7, ::1", "skein.archive.after", "800")));
        assertThat(config.thresholds().tweetsListed()).isEqualTo(800);
        assertThat(config.archive().contactPoints()).hasSize(2);
    }

    @Test
    void anyOptionOfTheDriverCanBeGiven() {
        QueryConfig config = QueryConfig.from(Settings.of(Map.of(
                "skein.archive.driver",
                "advanced.retry-policy.class=DefaultRetryPolicy; basic.request.timeout = 2 seconds")));

        assertThat(config.archive().driver())
                .containsOnly(
                        Map.entry(DefaultDriverOption.RETRY_POLICY_CLASS, "DefaultRetryPolicy"),
                        Map.entry(DefaultDriverOption.REQUEST_TIMEOUT, "2 seconds"));
    }

    @Test
    void whatCannotBeUsedIsSaidWithItsKey() {
        assertThatThrownBy(() -> QueryConfig.from(Settings.of(Map.of("skein.archive.driver", "retries=7"))))
                .hasMessageStartingWith("skein.archive.driver has 'retries=7'");
        assertThatThrownBy(() -> QueryConfig.from(Settings.of(Map.of("skein.applications", "home,kitchen"))))
                .hasMessage("skein.applications names 'kitchen', which is none of the six");
        assertThatThrownBy(() -> QueryConfig.from(Settings.of(Map.of("skein.partitions", "6"))))
                .hasMessageContaining("power of two");
        assertThatThrownBy(() -> QueryConfig.from(Settings.of(Map.of("skein.standbys", "many"))))
                .hasMessageContaining("skein.standbys");
    }
}
