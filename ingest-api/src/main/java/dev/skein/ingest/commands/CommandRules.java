package dev.skein.ingest.commands;

import java.util.Set;

/** Which requests may come as commands: those that a person's own token is for. */
final class CommandRules {
    /** Of these there is no token yet. */
    private static final Set<String> WITHOUT_TOKEN = Set.of("POST /v1/users", "POST /v1/sessions");

    private CommandRules() {}

    /** Whether the API takes this call with a token, as far as its address tells. */
    static boolean takes(String method, String path) {
        int query = path.indexOf('?');
        String address = query < 0 ? path : path.substring(0, query);
        // Nothing that a server would read as another path than the one looked at here.
        boolean plain = address.startsWith("/v1/")
                && !address.contains("//")
                && !address.contains("/.")
                && address.indexOf('%') < 0
                && address.indexOf(';') < 0
                && address.indexOf('\\') < 0;
        String trimmed = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return plain
                && !trimmed.equals("/v1/commands")
                && !trimmed.equals("/v1/admin")
                && !trimmed.startsWith("/v1/admin/")
                && !WITHOUT_TOKEN.contains(method + " " + trimmed);
    }
}
