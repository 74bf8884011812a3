package dev.skein.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What a result was measured on: without it a number says nothing. */
final class Machine {
    private Machine() {}

    static String describe() {
        Runtime runtime = Runtime.getRuntime();
        return processor() + ", " + runtime.availableProcessors() + " cores, " + memory() + "; "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + "; Java " + System.getProperty("java.vm.version") + "; Kafka "
                + kafka() + "; everything, this load generator included, on this machine";
    }

    private static String processor() {
        return line("/proc/cpuinfo", "model name").replaceFirst(".*:\\s*", "");
    }

    private static String memory() {
        String kilobytes = line("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
        return kilobytes.isEmpty() ? "memory unknown" : Long.parseLong(kilobytes) / 1024 / 1024 + " GiB";
    }

    private static String line(String file, String start) {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "unknown";
        }
        try {
            return Files.readAllLines(path).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String kafka() {
        try (InputStream input = Machine.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            Properties properties = new Properties();
            if (input != null) {
                properties.load(input);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
