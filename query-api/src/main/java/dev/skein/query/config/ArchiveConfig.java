package dev.skein.query.config;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import dev.skein.http.Settings;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster of Cassandra that has every tweet.
 *
 * @param contactPoints {@code host} or {@code host:port}; none: there is no archive
 * @param datacenter whose nodes are asked
 * @param consistency how many replicas must agree
 * @param username empty for nobody
 * @param driver any option of the driver, before ours
 * @param after so many of each author's own tweets the stores list themselves; the same on every instance
 */
public record ArchiveConfig(
        List<String> contactPoints,
        String datacenter,
        String keyspace,
        String consistency,
        String username,
        String password,
        Map<DefaultDriverOption, String> driver,
        int after) {
    private static final int PORT = 9042;
    /** A home timeline is rebuilt from what the stores list, and is so long. */
    private static final int AFTER_MIN = 800;

    /** Checks what one key alone cannot tell. */
    public ArchiveConfig {
        contactPoints = List.copyOf(contactPoints);
        driver = Map.copyOf(driver);
        if (!keyspace.matches("[A-Za-z0-9_]{1,48}")) {
            throw new IllegalArgumentException("skein.archive.keyspace is '" + keyspace + "' but must be a name");
        }
    }

    /** Reads every key. */
    static ArchiveConfig from(Settings settings) {
        return new ArchiveConfig(
                settings.list("archive.contact-points", ""),
                settings.string("archive.datacenter", "datacenter1"),
                settings.string("archive.keyspace", "skein"),
                settings.string("archive.consistency", "LOCAL_QUORUM"),
                settings.string("archive.username", ""),
                settings.string("archive.password", ""),
                options(settings.string("archive.driver", "")),
                settings.integer("archive.after", 1_000, AFTER_MIN, 1 << 20));
    }

    /** Reads {@code path=value;…}, paths as in the driver's own configuration. */
    private static Map<DefaultDriverOption, String> options(String text) {
        Map<DefaultDriverOption, String> options = new EnumMap<>(DefaultDriverOption.class);
        for (String each : text.split(";", -1)) {
            if (!each.isBlank()) {
                String[] pair = each.split("=", 2);
                String path = pair[0].strip();
                DefaultDriverOption option = Arrays.stream(DefaultDriverOption.values())
                        .filter(known -> pair.length == 2 && known.getPath().equals(path))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("skein.archive.driver has '" + each.strip()
                                + "' but must be path=value;… of options of Cassandra's driver"));
                options.put(option, pair[1].strip());
            }
        }
        return options;
    }

    /** Whether there is one. */
    public boolean isSet() {
        return !contactPoints.isEmpty();
    }

    /** Of the nodes to begin with. */
    public List<InetSocketAddress> addresses() {
        return contactPoints.stream().map(ArchiveConfig::address).toList();
    }

    private static InetSocketAddress address(String point) {
        int colon = point.lastIndexOf(':');
        try {
            return colon < 0
                    ? new InetSocketAddress(point, PORT)
                    : new InetSocketAddress(point.substring(0, colon), Integer.parseInt(point.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "skein.archive.contact-points has '" + point + "' but must be host or host:port", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ArchiveConfig[" + contactPoints + " " + keyspace + "]";
    }
}
