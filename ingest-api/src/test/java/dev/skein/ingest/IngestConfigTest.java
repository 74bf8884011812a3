package dev.skein.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.http.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

    @Test
    void everyKeyHasItsDefault() {
        Settings settings = Settings.of(Map.of());

        IngestConfig.from(settings);

        assertThat(settings.defaults())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("skein.http.host", "127.0.0.1"),
                        Map.entry("skein.http.port", "8080"),
                        Map.entry("skein.http.threads", "64"),
                        Map.entry("skein.http.idle-timeout", "PT1M"),
                        Map.entry("skein.http.stop-timeout", "PT5S"),
                        Map.entry("skein.http.cors-origins", ""),
                        Map.entry("skein.kafka.bootstrap-servers", "127.0.0.1:19092"),
                        Map.entry("skein.registry.url", "http://127.0.0.1:18081/apis/ccompat/v7"),
                        Map.entry("skein.partitions", "4"),
                        Map.entry("skein.postgres.url", "jdbc:postgresql://127.0.0.1:15432/postgres"),
                        Map.entry("skein.postgres.user", "postgres"),
                        Map.entry("skein.postgres.password", ""),
                        Map.entry("skein.postgres.connections", "10"),
                        Map.entry("skein.query.url", "http://127.0.0.1:8081"),
                        Map.entry("skein.query.deadline", "PT0.1S"),
                        Map.entry("skein.tokens.lifetime", "PT24H"),
                        Map.entry("skein.passwords.memory-kib", "19456"),
                        Map.entry("skein.passwords.iterations", "2"),
                        Map.entry("skein.operator.token", ""),
                        Map.entry("skein.limits.writes-per-minute", "300"),
                        Map.entry("skein.limits.failed-logins-per-account", "10"),
                        Map.entry("skein.limits.failed-logins-per-address", "100"),
                        Map.entry("skein.limits.failed-logins-window", "PT15M"),
                        Map.entry("skein.limits.client-address-header", ""),
                        Map.entry("skein.keys.rotate-every", "PT720H"),
                        Map.entry("skein.keys.secret", ""),
                        Map.entry("skein.media.s3.endpoint", ""),
                        Map.entry("skein.media.s3.region", "us-east-1"),
                        Map.entry("skein.media.s3.bucket", "media"),
                        Map.entry("skein.media.s3.access-key", ""),
                        Map.entry("skein.media.s3.secret-key", ""),
                        Map.entry("skein.media.s3.public-url", ""),
                        Map.entry("skein.media.upload-within", "PT15M"),
                        Map.entry("skein.media.unused-kept", "PT24H"),
                        Map.entry("skein.people.remembered", "PT30S")));
    }

    @Test
    void whatCannotBeUsedIsSaidByName() {
        assertRefused("skein.http.port", "eighty");
        assertRefused("skein.http.port", "65536");
        assertRefused("skein.query.deadline", "100");
        assertRefused("skein.query.url", "localhost:8081");
        assertRefused("skein.query.url", ",");
        assertRefused("skein.operator.token", "short");
        assertRefused("skein.keys.secret", "short");
        assertRefused("skein.media.s3.endpoint", "localhost:9000");
        assertRefused("skein.media.s3.endpoint", "http://localhost:9000");
        assertRefused("skein.media.upload-within", "PT25H");
        assertRefused("skein.tokens.lifetime", "PT49H");
        assertThatThrownBy(() -> IngestConfig.from(Settings.of(Map.of("skein.partitions", "6"))))
                .hasMessageContaining("power of two");
    }

    @Test
    void secretsAreNotPrinted() {
        IngestConfig config = IngestConfig.from(Settings.of(Map.of(
                "skein.postgres.password",
                "hush-hush",
                "skein.operator.token",
                "a secret of the operator",
                "skein.keys.secret",
                "a secret for the keys")));

        assertThat(config.toString()).doesNotContain("hush-hush").doesNotContain("secret");
    }

    private static void assertRefused(String key, String value) {
        assertThatThrownBy(() -> IngestConfig.from(Settings.of(Map.of(key, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }
}
