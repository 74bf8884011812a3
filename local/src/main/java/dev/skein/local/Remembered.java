package dev.skein.local;

import dev.skein.local.system.LocalException;
import dev.skein.local.system.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the last {@code up} in a home folder was asked for. The next one takes it where it is told nothing else, and
 * {@code status}, {@code down} and {@code logs} need not be told at all.
 *
 * @param portBase added to every port
 * @param query how many query instances
 * @param partitions of every topic
 * @param only servers to start, for developers; empty means all
 */
record Remembered(int portBase, int query, int partitions, Set<String> only) {

    static final Remembered NOTHING = new Remembered(0, 1, Settings.PARTITIONS, Set.of());

    Remembered {
        only = Set.copyOf(only);
    }

    static Remembered read(Path file) {
        if (!Files.exists(file)) {
            return NOTHING;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            String only = properties.getProperty("only", "");
            return new Remembered(
                    Integer.parseInt(properties.getProperty("port-base")),
                    Integer.parseInt(properties.getProperty("query")),
                    Integer.parseInt(properties.getProperty("partitions")),
                    only.isEmpty() ? Set.of() : Set.of(only.split(",", -1)));
        } catch (IOException | NumberFormatException e) {
            throw new LocalException(file + " is not what was written there: " + e.getMessage(), e);
        }
    }

    void write(Path file) {
        String text = "port-base=" + portBase + "\nquery=" + query + "\npartitions=" + partitions + "\nonly="
                + String.join(",", new TreeSet<>(only)) + "\n";
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LocalException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
