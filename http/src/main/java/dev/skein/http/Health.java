package dev.skein.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /health/live} says that the process runs, {@code /health/ready} whether it is of use, and if not, what is missing. */
public final class Health {
    private final Map<String, HealthCheck> checks;

    /** @param checks by name, asked in their order */
    public Health(Map<String, HealthCheck> checks) {
        this.checks = new LinkedHashMap<>(checks);
    }

    /** The answer of {@code /health/ready}: {@code status} is {@code ready} or {@code waiting}, {@code missing} holds a sentence for each check that fails. */
    public record Readiness(String status, Map<String, String> missing) {}

    public Readiness readiness() {
        Map<String, String> missing = new LinkedHashMap<>();
        checks.forEach((name, check) -> {
            String problem;
            try {
                problem = check.missing();
            } catch (RuntimeException e) {
                problem = e.toString();
            }
            if (problem != null) {
                missing.put(name, problem);
            }
        });
        return new Readiness(missing.isEmpty() ? "ready" : "waiting", missing);
    }

    void ready(Context ctx) {
        Readiness readiness = readiness();
        ctx.header("Cache-Control", "no-store");
        Json.answer(ctx, readiness.missing().isEmpty() ? 200 : 503, readiness);
    }

    void live(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        Json.answer(ctx, 200, Map.of("status", "live"));
    }
}
