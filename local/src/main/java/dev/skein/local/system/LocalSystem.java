package dev.skein.local.system;

import dev.skein.connectors.UsersCdc;
import dev.skein.local.server.Cassandra;
import dev.skein.local.server.Checkout;
import dev.skein.local.server.Elasticsearch;
import dev.skein.local.server.Folders;
import dev.skein.local.server.Home;
import dev.skein.local.server.S3;
import dev.skein.local.server.Server;
import dev.skein.local.server.Setup;
import dev.skein.local.server.Unprivileged;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The whole system on this machine: what the command line does, for tests and benchmarks too.
 *
 * <pre>{@code
 * try (LocalSystem system = LocalSystem.temporary(folder, 2, Map.of("skein.operator.token", "secret"))) {
 *     system.start(Progress.SILENT);
 *     system.kill("query-api-2");
 *     ...
 * }
 * }</pre>
 */
public final class LocalSystem implements AutoCloseable {

    /** What the core can do without. */
    public static final Set<String> OUTER = Set.of(S3.NAME, Elasticsearch.NAME, Cassandra.NAME);

    /** The second half of a start, where it runs by itself. */
    private static final String SETUP = "setup";

    private static final Duration STRANGER_TIMEOUT = Duration.ofSeconds(45);

    private final Plan plan;
    private final Secrets secrets;
    private final Unprivileged unprivileged;
    private final Supervisor supervisor;

    /** Decides what is to run; starts nothing. */
    public LocalSystem(Settings settings) throws InterruptedException {
        this.secrets = Secrets.of(settings.home().secrets());
        this.unprivileged = Unprivileged.here();
        this.plan = Plan.of(settings, secrets, unprivileged);
        this.supervisor = new Supervisor(settings.home(), settings.detached());
    }

    /**
     * One on free ports, whose processes end with {@link #close}; without search, archive and media.
     *
     * @param home an empty folder
     * @param apis configuration of both APIs, {@code skein.…}
     */
    public static LocalSystem temporary(Path home, int queryInstances, Map<String, String> apis)
            throws InterruptedException {
        return temporary(home, queryInstances, apis, Set.of());
    }

    /** As above, with some of the servers only; with none named, the core. */
    public static LocalSystem temporary(Path home, int queryInstances, Map<String, String> apis, Set<String> only)
            throws InterruptedException {
        return temporary(
                home, queryInstances, UserConfiguration.NONE, apis, only, only.isEmpty() ? OUTER : Set.of(), false);
    }

    /** As above, with the core and all of the outer servers, configured as by a {@code skein.properties}. */
    public static LocalSystem temporaryWhole(Path home, int queryInstances, UserConfiguration user)
            throws InterruptedException {
        return temporary(home, queryInstances, user, Map.of(), Set.of(), Set.of(), false);
    }

    /**
     * On free ports, but all of it as {@code up} starts it: in sessions of their own, so that what may be late stands back.
     * Nothing but {@link #close} ends it.
     */
    public static LocalSystem temporaryAsUp(Path home) throws InterruptedException {
        return temporary(home, 1, UserConfiguration.NONE, Map.of(), Set.of(), Set.of(), true);
    }

    private static LocalSystem temporary(
            Path home,
            int queryInstances,
            UserConfiguration user,
            Map<String, String> apis,
            Set<String> only,
            Set<String> without,
            boolean detached)
            throws InterruptedException {
        return new LocalSystem(new Settings(
                new Home(home, false),
                Checkout.ofThisBuild(),
                Ports.free(queryInstances),
                Settings.PARTITIONS,
                user,
                apis,
                only,
                without,
                detached));
    }

    /** What would keep {@link #start} from succeeding, one sentence each. */
    public List<String> complaints() throws IOException {
        return new Preflight(plan, unprivileged)
                .complaints(plan.servers().stream()
                        .filter(server -> supervisor.running(server.name()).isEmpty())
                        .toList());
    }

    /** All that is wanted runs, as it would be started now. */
    public boolean isUp() throws IOException {
        return surplus().isEmpty() && plan.servers().stream().allMatch(this::isCurrent);
    }

    private boolean isCurrent(Server server) {
        return startup(Progress.SILENT).isCurrent(server);
    }

    /** Starts what does not run, and what would be started otherwise now; returns when all is ready. */
    public void start(Progress progress) throws IOException, InterruptedException {
        startCore(progress);
        finish(progress);
    }

    /** Returns when the core is ready; the outer servers have been launched by then. */
    public void startCore(Progress progress) throws IOException, InterruptedException {
        for (String name : surplus()) {
            supervisor.stop(name, "TERM", STRANGER_TIMEOUT);
        }
        startup(progress).run();
    }

    /** The second half of a start: waits for the outer servers. */
    public void finish(Progress progress) throws IOException, InterruptedException {
        startup(progress).finish();
    }

    /** Builds the search indexes anew from the topics, without a gap for readers. */
    public void reindex(Progress progress) throws IOException, InterruptedException {
        new SearchSetup(plan.endpoints()).rebuild(progress);
    }

    /** As {@link #finish}, in a process of its own that ends when it is done; it writes to the log {@value #SETUP}. */
    public void finishInBackground() throws IOException, InterruptedException {
        supervisor.stop(SETUP, "TERM", STRANGER_TIMEOUT);
        Home home = plan.settings().home();
        supervisor.spawn(SETUP, Setup.launch(home, plan.settings().checkout()));
    }

    /** As {@link #finish}, in the place of a process that may still be at it. */
    public void finishHere(Progress progress) throws IOException, InterruptedException {
        supervisor.stop(SETUP, "TERM", STRANGER_TIMEOUT);
        finish(progress);
    }

    private Startup startup(Progress progress) {
        Settings settings = plan.settings();
        boolean ours = settings.user().get(UserConfiguration.POSTGRES).isEmpty()
                && settings.user().get(UserConfiguration.CONNECT).isEmpty();
        // Our own Connect reads the password from the file, so that its REST API does not show it.
        String password = ours
                ? UsersCdc.passwordInFile(settings.home().secrets(), Secrets.POSTGRES_KEY)
                : plan.endpoints().database().password();
        return new Startup(plan, supervisor, progress, password);
    }

    /** What was started here before and is no longer wanted, such as a third query instance. */
    private List<String> surplus() throws IOException {
        if (!plan.settings().only().isEmpty()) {
            return List.of();
        }
        return supervisor.startedNames().stream()
                .filter(name -> plan.find(name).isEmpty() && !name.equals(SETUP))
                .toList();
    }

    /** Starts one again that was stopped or killed, and waits until it is ready. */
    public void restart(String name) throws IOException, InterruptedException {
        relaunch(name);
        awaitReady(name);
    }

    /** As {@link #restart}, without waiting until it is ready; returns when its process was started. */
    public Instant relaunch(String name) throws IOException, InterruptedException {
        Server server = plan.server(name);
        supervisor.stop(server);
        supervisor.launch(server);
        return supervisor.started(name).orElseThrow().startedAt();
    }

    /** Waits until one that was launched is ready. */
    public void awaitReady(String name) throws IOException, InterruptedException {
        supervisor.awaitReady(plan.server(name));
    }

    /** Ends one properly. */
    public void stop(String name) throws IOException, InterruptedException {
        supervisor.stop(plan.server(name));
    }

    /** kill -9. */
    public void kill(String name) throws InterruptedException {
        Server server = plan.server(name);
        supervisor.kill(server.name(), server.killedWithChildren());
    }

    /** Ends everything that was started in this home folder, in the reverse order of need. */
    public void stop(Progress progress) throws IOException, InterruptedException {
        List<String> known =
                new ArrayList<>(plan.servers().stream().map(Server::name).toList());
        Collections.reverse(known);
        List<String> names = new ArrayList<>(supervisor.startedNames());
        names.removeAll(known);
        names.addAll(known);
        for (String name : names) {
            Optional<RunFile> file = supervisor.started(name);
            if (file.isPresent()) {
                long begin = System.nanoTime();
                boolean alive = file.get().process().alive();
                progress.begins(name, "stopping");
                Optional<Server> server = plan.find(name);
                if (server.isPresent()) {
                    supervisor.stop(server.get());
                } else {
                    supervisor.stop(name, "TERM", STRANGER_TIMEOUT);
                }
                String how = alive ? "stopped" : name.equals(SETUP) ? "was done" : "had died";
                progress.done(name, Duration.ofNanos(System.nanoTime() - begin), how);
            }
        }
        Folders.delete(plan.settings().home().programs());
    }

    /** Stops everything and removes all data. */
    public void reset(Progress progress) throws IOException, InterruptedException {
        stop(progress);
        for (Path path : plan.settings().home().disposable()) {
            Folders.delete(path);
        }
    }

    /** The process of a server; empty where it does not run. */
    public OptionalLong pid(String name) {
        return supervisor.running(name).stream()
                .mapToLong(file -> file.process().pid())
                .findFirst();
    }

    /** How each of them is, in the order of need. */
    public List<ServerStatus> status() {
        return new Statuses(plan, supervisor).all();
    }

    Plan plan() {
        return plan;
    }

    /** How each connector is: its name, its state and how many records it is behind. Empty where Connect does not answer. */
    public List<ConnectorStatus> connectors() {
        return ConnectorStatus.all(plan.endpoints());
    }

    public Endpoints endpoints() {
        return plan.endpoints();
    }

    public Settings settings() {
        return plan.settings();
    }

    /** The base of the ingest API. */
    public URI ingest() {
        return plan.endpoints().ingest();
    }

    /** The base of a query API, the first being 1. */
    public URI query(int instance) {
        return plan.endpoints().query().get(instance - 1);
    }

    /** The credential for the operator's calls, unless the configuration names another. */
    public String operatorToken() {
        return plan.settings()
                .apis()
                .getOrDefault(
                        "skein.operator.token",
                        plan.settings().user().values().getOrDefault("skein.operator.token", secrets.operatorToken()));
    }

    /** Where one of them writes, or the second half of a start. */
    public Path log(String name) {
        return plan.settings()
                .home()
                .log(name.equals(SETUP) ? SETUP : plan.server(name).name());
    }

    /** Stops everything; data stay. */
    @Override
    public void close() throws IOException {
        supervisor.close();
        try {
            stop(Progress.SILENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping", e);
        }
    }
}
