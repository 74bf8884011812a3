package dev.skein.local;

import dev.skein.local.server.Checkout;
import dev.skein.local.system.LocalException;
import dev.skein.local.system.LocalSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/**
 * A command that the module benchmarks implements: it is run in a Java of its own with that module's class path, is told
 * by environment variables where the system is (SKEIN_INGEST_URL, SKEIN_QUERY_URL, SKEIN_OPERATOR_TOKEN, SKEIN_HOME), and
 * gets all arguments but {@code --home} as they stand.
 */
@Command
final class BenchmarkCommand implements Callable<Integer> {

    private static final String MODULE = "benchmarks";
    private static final String MAIN_CLASS = "dev.skein.bench.Main";
    private static final String HEAP = "-Xmx1g";

    private static final long END_SECONDS_MAX = 60;

    private final String name;

    @Mixin
    private HomeOption home = new HomeOption();

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    private BenchmarkCommand(String name) {
        this.name = name;
    }

    /** All of them, with what they do. */
    static void addTo(CommandLine commandLine) {
        add(commandLine, "replay", "Plays recorded activity in SNAP's Higgs format through the APIs.");
        add(commandLine, "demo", "Fills the system with 50 people and a few hundred tweets.");
        add(commandLine, "bench", "Puts load on the system and says what it carries.");
    }

    private static void add(CommandLine commandLine, String name, String description) {
        CommandLine command = new CommandLine(new BenchmarkCommand(name));
        command.getCommandSpec().usageMessage().description(description);
        // Everything after the name belongs to the other program, its --help included.
        command.setUnmatchedArgumentsAllowed(true).setUnmatchedOptionsArePositionalParams(true);
        commandLine.addSubcommand(name, command);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checkout checkout = Checkout.ofThisBuild();
        if (!checkout.isBuilt(MODULE)) {
            throw new LocalException(
                    "This command is not built: run mvn -Dquick -DskipTests package in " + checkout.root() + ".");
        }
        LocalSystem system = home.system();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                checkout.classes(MODULE) + ":" + checkout.libraries(MODULE) + "/*",
                MAIN_CLASS,
                name));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Map<String, String> environment = builder.environment();
        environment.put("SKEIN_INGEST_URL", system.ingest().toString());
        environment.put(
                "SKEIN_QUERY_URL",
                system.endpoints().query().stream().map(URI::toString).collect(Collectors.joining(",")));
        environment.put("SKEIN_OPERATOR_TOKEN", system.operatorToken());
        environment.put("SKEIN_HOME", home.home().root().toString());
        Process process = builder.start();
        // Ctrl-C reaches both; whoever is told to end alone passes it on. The prompt comes back when the other has
        // written down how far it is.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        return process.waitFor();
    }

    private static void end(Process process) {
        try {
            process.toHandle().destroy();
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
