package dev.skein.local.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Configuration keys as environment variables, as MicroProfile Config names them. Secrets would show in a command line. */
final class Environment {

    private Environment() {}

    /** {@code skein.http.port} becomes {@code SKEIN_HTTP_PORT}. */
    static Map<String, String> of(Map<String, String> configuration) {
        Map<String, String> environment = new HashMap<>();
        configuration.forEach((key, value) ->
                environment.put(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value));
        return environment;
    }
}
