package dev.skein.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.local.server.Checkout;
import dev.skein.local.server.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    private Path folder;

    private Settings settings(int query, int partitions) {
        return new Settings(
                new Home(folder),
                Checkout.ofThisBuild(),
                Ports.shifted(0, query),
                partitions,
                UserConfiguration.NONE,
                Map.of(),
                Set.of(),
                Set.of(),
                true);
    }

    @Test
    void partitionsAreAPowerOfTwo() {
        assertThat(settings(1, 1024).partitions()).isEqualTo(1024);
        assertThatThrownBy(() -> settings(1, 12))
                .hasMessageContaining("--partitions")
                .hasMessageContaining("12");
        assertThatThrownBy(() -> settings(1, 2048)).hasMessageContaining("--partitions");
        assertThatThrownBy(() -> settings(1, 0)).hasMessageContaining("--partitions");
    }

    @Test
    void thereIsAtLeastOneQueryInstance() {
        assertThatThrownBy(() -> settings(0, 8)).hasMessageContaining("--query");
        assertThatThrownBy(() -> settings(17, 8)).hasMessageContaining("--query");
    }

    @Test
    void thePortBaseMovesEveryPort() {
        Ports ports = Ports.shifted(1000, 2);

        assertThat(ports)
                .isEqualTo(new Ports(
                        9080,
                        List.of(9081, 9181),
                        16432,
                        20092,
                        20093,
                        19081,
                        19082,
                        19083,
                        19084,
                        20000,
                        20200,
                        20300,
                        20042,
                        18000));
        assertThatThrownBy(() -> Ports.shifted(50_000, 1)).hasMessageContaining("--port-base");
        assertThatThrownBy(() -> Ports.shifted(-1, 1)).hasMessageContaining("--port-base");
    }

    @Test
    void freePortsDiffer() {
        Ports ports = Ports.free(3);

        Set<Integer> all = new HashSet<>(ports.query());
        all.addAll(List.of(
                ports.ingest(),
                ports.postgres(),
                ports.kafka(),
                ports.kafkaController(),
                ports.registry(),
                ports.registryManagement(),
                ports.connect(),
                ports.connectMetrics(),
                ports.s3(),
                ports.elasticsearch(),
                ports.elasticsearchTransport(),
                ports.cassandra(),
                ports.cassandraStorage()));
        assertThat(all).hasSize(16);
    }

    @Test
    void secretsAreMadeOnceForTheirOwnerOnly() throws Exception {
        Path file = folder.resolve("new/secrets.properties");

        Secrets made = Secrets.of(file);

        assertThat(Secrets.of(file)).isEqualTo(made);
        assertThat(made.operatorToken()).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(made.postgresPassword());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.toString()).doesNotContain(made.operatorToken());
    }

    @Test
    void theUsersFileIsRead() throws Exception {
        Path file = Files.writeString(folder.resolve("skein.properties"), "registry.url = http://r:1 \nskein.x=y\n");

        UserConfiguration user = UserConfiguration.read(file);

        assertThat(user.get(UserConfiguration.REGISTRY)).contains("http://r:1");
        assertThat(user.apis()).isEqualTo(Map.of("skein.x", "y"));
        assertThat(UserConfiguration.read(folder.resolve("none"))).isEqualTo(UserConfiguration.NONE);
    }

    @Test
    void onlyOneCommandAtATimeWorksOnAHome() throws Exception {
        Home home = new Home(folder);

        HomeLock.during(home, () -> assertThatThrownBy(() -> HomeLock.during(home, () -> {}))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining("Another skein command"));

        HomeLock.during(home, () -> {});
    }
}
