package dev.skein.bench.client;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the system is: as told, or as {@code scripts/skein} tells by environment variables, or where {@code up} puts it. */
public final class SystemOptions {
    private static final String INGEST = "http://127.0.0.1:8080";
    private static final String QUERY = "http://127.0.0.1:8081";

    @Option(
            names = "--ingest",
            paramLabel = "URL",
            description = "The ingest API (default: SKEIN_INGEST_URL, else " + INGEST + ").")
    private @Nullable String ingest;

    @Option(
            names = "--query",
            paramLabel = "URL",
            description = "The query API (default: SKEIN_QUERY_URL, else " + QUERY + ").")
    private @Nullable String query;

    @Option(
            names = "--operator-token",
            paramLabel = "TOKEN",
            description = "What allows the operator's bulk path (default: SKEIN_OPERATOR_TOKEN, which scripts/skein"
                    + " sets; prefer that: arguments can be seen by others on this machine).")
    private @Nullable String operatorToken;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where state is kept (default: SKEIN_HOME, else .skein here).")
    private @Nullable Path home;

    private final Map<String, String> environment;

    /** Reads the process' environment. */
    public SystemOptions() {
        this(System.getenv());
    }

    SystemOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether an address was told on the command line. */
    public boolean told() {
        return ingest != null || query != null;
    }

    /** The two APIs; of several query instances the first. */
    public Api api() {
        String queries = or(query, "SKEIN_QUERY_URL", QUERY);
        return new Api(Origin.parse(or(ingest, "SKEIN_INGEST_URL", INGEST)), Origin.parse(queries.split(",", 2)[0]));
    }

    /** The operator's token, or "". */
    public String operatorToken() {
        return or(operatorToken, "SKEIN_OPERATOR_TOKEN", "");
    }

    /** The operator's token; without one, says how to get one. */
    public String requireOperatorToken() {
        String token = operatorToken();
        if (token.isEmpty()) {
            throw new CallFailedException(
                    "This uses the operator's bulk path, which is off by default. Start ingest-api with"
                            + " skein.operator.token set and give the same token here by SKEIN_OPERATOR_TOKEN or"
                            + " --operator-token (scripts/skein does both).");
        }
        return token;
    }

    /** The folder where state is kept. */
    public Path home() {
        return home == null ? Path.of(environment.getOrDefault("SKEIN_HOME", ".skein")) : home;
    }

    private String or(@Nullable String told, String variable, String otherwise) {
        return told == null ? environment.getOrDefault(variable, otherwise) : told;
    }
}
