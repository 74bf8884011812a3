package dev.skein.http;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Configuration by keys that begin with {@code skein.}: system properties ({@code -Dskein.http.port=8080}) before the environment ({@code SKEIN_HTTP_PORT=8080}) before
 * the default. A value that cannot be used stops the start with a sentence that names its key.
 *
 * <p>Every key that was read is remembered with its default, so that a test can pin them all.
 */
public final class Settings {
    private static final String PREFIX = "skein.";
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int GIVEN_ORDINAL = 500;

    private final SmallRyeConfig config;
    private final Map<String, String> defaults = new TreeMap<>();

    private Settings(SmallRyeConfig config) {
        this.config = config;
    }

    /** What this process was started with. */
    public static Settings load() {
        return new Settings(new SmallRyeConfigBuilder()
                .withSources(new SysPropConfigSource(), new EnvConfigSource(System.getenv(), ENVIRONMENT_ORDINAL))
                .addDefaultInterceptors()
                .build());
    }

    /** Only what is given, for tests. */
    public static Settings of(Map<String, String> values) {
        return new Settings(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "given", GIVEN_ORDINAL))
                .build());
    }

    /** Every key that was read so far, with its default. */
    public Map<String, String> defaults() {
        return Collections.unmodifiableMap(defaults);
    }

    public String string(String key, String byDefault) {
        String name = PREFIX + key;
        defaults.put(name, byDefault);
        Optional<String> value = config.getOptionalValue(name, String.class);
        return value.orElse(byDefault);
    }

    public int integer(String key, int byDefault, int min, int max) {
        return (int) number(key, byDefault, min, max);
    }

    public long number(String key, long byDefault, long min, long max) {
        String value = string(key, Long.toString(byDefault));
        try {
            long number = Long.parseLong(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the bounds.
        }
        throw wrong(key, value, "must be a whole number from " + min + " to " + max);
    }

    /** A positive duration as ISO 8601 writes it: {@code PT0.1S}, {@code PT24H}. */
    public Duration duration(String key, Duration byDefault) {
        String value = string(key, byDefault.toString()).strip();
        try {
            Duration duration = Duration.parse(value);
            if (duration.compareTo(Duration.ZERO) > 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw wrong(key, value, "must be a positive duration such as PT10S");
    }

    /** A comma separated list, blanks around its entries not counted. */
    public List<String> list(String key, String byDefault) {
        return Arrays.stream(string(key, byDefault).split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** An http address. */
    public URI uri(String key, String byDefault) {
        return toUri(key, string(key, byDefault).strip());
    }

    /** A comma separated list of http addresses. */
    public List<URI> uris(String key, String byDefault) {
        return list(key, byDefault).stream().map(value -> toUri(key, value)).toList();
    }

    private static URI toUri(String key, String value) {
        try {
            URI uri = URI.create(value);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw wrong(key, value, "must be an http address");
    }

    private static IllegalArgumentException wrong(String key, String value, String message) {
        return new IllegalArgumentException(PREFIX + key + " is '" + value + "' but " + message);
    }
}
