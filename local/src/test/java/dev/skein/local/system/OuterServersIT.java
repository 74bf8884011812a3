package dev.skein.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.local.server.Cassandra;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.S3;
import dev.skein.local.system.ServerStatus.State;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The real Elasticsearch, Cassandra and S3 server, once. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OuterServersIT {

    private static final long MEGABYTE = 1L << 20;

    @TempDir
    private static Path home;

    private static LocalSystem system;

    @BeforeAll
    static void start() throws Exception {
        system = LocalSystem.temporary(home, 1, Map.of(), LocalSystem.OUTER);
        assertThat(system.complaints()).isEmpty();
        system.start(Progress.SILENT);
    }

    @AfterAll
    static void stopped() throws Exception {
        List<Long> pids = system.status().stream()
                .flatMap(status -> status.pid().stream().boxed())
                .toList();
        system.close();

        assertThat(pids).hasSize(3).noneMatch(pid -> ProcessMark.of(pid).isPresent());
    }

    @Test
    @Order(1)
    void allAreReadyWithinTheMemoryThatWasAskedFor() {
        assertThat(system.status()).hasSize(3).allSatisfy(status -> {
            assertThat(status.state()).as(status.name() + status.detail()).isEqualTo(State.READY);
            assertThat(status.memoryBytes().orElse(0))
                    .isBetween(1L, system.plan().server(status.name()).memoryMb() * MEGABYTE);
        });
    }

    @Test
    @Order(2)
    void theBucketTakesNothingThatIsNotSigned() throws Exception {
        URI object = URI.create(system.endpoints().media().endpoint() + "/" + S3.BUCKET + "/x");

        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(object)
                                .PUT(HttpRequest.BodyPublishers.ofString("bytes"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    @Order(3)
    void whatWasKilledComesBack() throws Exception {
        for (String name : List.of(Elasticsearch.NAME, Cassandra.NAME)) {
            system.kill(name);
        }
        assertThat(system.status())
                .filteredOn(status -> status.state() == State.DIED)
                .hasSize(2);

        system.start(Progress.SILENT);

        assertThat(system.status())
                .allSatisfy(status -> assertThat(status.state()).isEqualTo(State.READY));
    }
}
