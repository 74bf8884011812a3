package dev.skein.local;

import dev.skein.local.server.Checkout;
import dev.skein.local.system.LocalException;
import dev.skein.local.system.LocalSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/**
 * A command that the module benchmarks implements: it is run in a Java of its own with that module's class path, is told
 * by environment variables where the system is (SKEIN_HOME, SKEIN_INGEST_URL, SKEIN_QUERY_URL, SKEIN_OPERATOR_TOKEN), and gets all
 * arguments but {@code --home} as they stand.
 */
@Command
final class BenchmarkCommand implements Callable<Integer> {

    private static final long END_SECONDS_MAX = 30;
    private static final String MAIN_CLASS = "dev.skein.bench.Main";

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "replay", "Plays recorded activity in SNAP's Higgs format through the APIs.",
            "demo", "Fills the system with 50 people and a few hundred tweets.",
            "bench", "Puts load on the system and says what it carries.");

    private final String name;

    @Mixin
    private HomeOption home = new HomeOption();

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    private BenchmarkCommand(String name) {
        this.name = name;
    }

    static List<String> names() {
        return DESCRIPTIONS.keySet().stream().sorted().toList();
    }

    static picocli.CommandLine named(String name) {
        picocli.CommandLine command = new picocli.CommandLine(new BenchmarkCommand(name));
        command.getCommandSpec().usageMessage().description(String.valueOf(DESCRIPTIONS.get(name)));
        // Everything after the name belongs to the other program, its --help included.
        command.setUnmatchedArgumentsAllowed(true).setUnmatchedOptionsArePositionalParams(true);
        return command;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checkout checkout = Checkout.ofThisBuild();
        Path mainFile = checkout.classes("benchmarks").resolve(MAIN_CLASS.replace('.', '/') + ".class");
        if (!Files.exists(mainFile)) {
            throw new LocalException("This command is not built: there is no " + mainFile + ".");
        }
        LocalSystem system = home.system();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                checkout.classpath("benchmarks"),
                MAIN_CLASS,
                name));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("SKEIN_HOME", home.home().root().toString());
        builder.environment().put("SKEIN_INGEST_URL", system.ingest().toString());
        builder.environment()
                .put(
                        "SKEIN_QUERY_URL",
                        system.endpoints().query().stream().map(URI::toString).collect(Collectors.joining(",")));
        builder.environment().put("SKEIN_OPERATOR_TOKEN", system.operatorToken());
        Process process = builder.start();
        // Ctrl-C reaches both processes; this one must not give the prompt back before the other has ended.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(process)));
        return process.waitFor();
    }

    private static void awaitEnd(Process process) {
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
