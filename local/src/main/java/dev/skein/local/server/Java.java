package dev.skein.local.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Command lines of JVMs: the same Java as ours, bounded heaps, and an exit when memory runs out. */
final class Java {
    private static final Pattern AGENT = Pattern.compile("(^|\\s)-(javaagent|agentlib|agentpath):");

    private Java() {}

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * For a server that carries the load. The optimizing compiler takes a method when it was called four times as often as by
     * default: a start calls thousands of methods a few thousand times each, and to optimize those took a quarter of its
     * processor time. What is hot under load is called that often within a second.
     *
     * @param own options of this server
     */
    static List<String> forLoad(String... own) {
        List<String> options = new ArrayList<>(List.of(
                "-XX:+UseG1GC",
                "-XX:Tier4InvocationThreshold=20000",
                "-XX:Tier4MinInvocationThreshold=2400",
                "-XX:Tier4CompileThreshold=60000",
                "-XX:Tier4BackEdgeThreshold=160000"));
        options.addAll(List.of(own));
        return options;
    }

    /** Whether an agent, as a debugger, a profiler or a tracer, is among these options, or among those that Java finds itself. */
    static boolean hasAgent(String options) {
        return Stream.of(options, System.getenv("JAVA_TOOL_OPTIONS"), System.getenv("JDK_JAVA_OPTIONS"))
                .filter(Objects::nonNull)
                .anyMatch(all -> AGENT.matcher(all).find());
    }

    /**
     * @param heapMb the largest heap; the user's options come later on the line and win
     * @param options of this server
     * @param userOptions as written in skein.properties, separated by blanks
     * @param program class path, main class and arguments, or -jar and the jar
     */
    static List<String> command(int heapMb, List<String> options, String userOptions, List<String> program) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.add("-Xmx" + heapMb + "m");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Djava.awt.headless=true");
        command.addAll(options);
        userOptions
                .lines()
                .flatMap(line -> List.of(line.trim().split("\\s+")).stream())
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(program);
        return command;
    }
}
