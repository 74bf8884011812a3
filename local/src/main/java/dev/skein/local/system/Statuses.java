package dev.skein.local.system;

import dev.skein.connectors.UsersCdc;
import dev.skein.local.server.Connect;
import dev.skein.local.server.IngestApi;
import dev.skein.local.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out how each server of a plan is. */
record Statuses(Plan plan, Supervisor supervisor) {
    /** In the order of need. */
    List<ServerStatus> all() {
        return plan.servers().parallelStream().map(this::status).toList();
    }

    private ServerStatus status(Server server) {
        Optional<RunFile> file = supervisor.started(server.name());
        if (file.isEmpty()) {
            return without(server, ServerStatus.State.STOPPED);
        }
        ProcessMark process = file.get().process();
        if (!process.alive()) {
            return without(server, ServerStatus.State.DIED);
        }
        Optional<String> missing = server.notReady().or(() -> connectorMissing(server));
        return new ServerStatus(
                server.name(),
                missing.isEmpty() ? ServerStatus.State.READY : ServerStatus.State.NOT_READY,
                OptionalLong.of(process.pid()),
                server.address(),
                Memory.of(process.pid()),
                Optional.of(Duration.between(file.get().startedAt(), Instant.now())),
                missing.orElse(""));
    }

    private static ServerStatus without(Server server, ServerStatus.State state) {
        return new ServerStatus(
                server.name(),
                state,
                OptionalLong.empty(),
                server.address(),
                OptionalLong.empty(),
                Optional.empty(),
                "");
    }

    /** Connect without its connector is no use where there is an ingest API. */
    private Optional<String> connectorMissing(Server server) {
        if (!(server instanceof Connect) || plan.find(IngestApi.NAME).isEmpty()) {
            return Optional.empty();
        }
        return ConnectorSetup.ofUsers(plan.endpoints().connect())
                .notRunning()
                .map(problem -> UsersCdc.NAME + ": " + problem);
    }
}
