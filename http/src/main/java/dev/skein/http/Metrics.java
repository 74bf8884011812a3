package dev.skein.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The meters of a process, printed at {@code /metrics} as Prometheus reads them: the JVM's, one timer per route and status, and whatever a module adds. */
public final class Metrics {
    private record Route(String method, String path, int status) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Route, Timer> timers = new ConcurrentHashMap<>();

    public Metrics(String application) {
        registry.config().commonTags("application", application);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public MeterRegistry registry() {
        return registry;
    }

    void scrape(Context ctx) {
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }

    void requestDone(Context ctx, float millis) {
        // Routes, not paths: a path may hold anything, and each one would be a time series. Methods likewise.
        boolean routed = ctx.handlerType() != HandlerType.BEFORE && ctx.handlerType() != HandlerType.AFTER;
        String path = routed || ctx.handlerType() == HandlerType.AFTER ? ctx.endpointHandlerPath() : "";
        Route route = new Route(
                ctx.method().isHttpMethod() ? ctx.method().name() : "OTHER",
                path.startsWith("/") ? path : "none",
                ctx.statusCode());
        timers.computeIfAbsent(route, this::timer).record((long) (millis * 1_000), TimeUnit.MICROSECONDS);
    }

    private Timer timer(Route route) {
        return Timer.builder("skein.http.requests")
                .description("Requests from their first byte to the last of the answer")
                .tag("method", route.method())
                .tag("route", route.path())
                .tag("status", Integer.toString(route.status()))
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1))
                .register(registry);
    }
}
