package dev.skein.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.router.JavalinDefaultRouting;
import jakarta.servlet.DispatcherType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A running API: Javalin on Jetty with bounds on threads, times and sizes, and the routes that every process of ours has. */
public final class HttpServer implements AutoCloseable {
    private static final int MIN_THREADS = 8;
    /** There are many of these threads: where processors are short, the few others of the process would hardly have a turn. */
    private static final int PRIORITY = Thread.NORM_PRIORITY - 1;

    private static final int REQUEST_HEADER_BYTES = 16 * 1024;
    private static final int BACKLOG = 1_024;
    private static final double CONNECTIONS_SHARE = 0.6;
    private static final long OPEN_FILES_ASSUMED = 8_192;
    /** What a client may send over a WebSocket at once: as much as a body. */
    private static final int FRAME_BYTES_MAX = RequestBody.MAX_BYTES;
    /** Of each WebSocket there is one while it is read, and one while it is written. */
    private static final int SOCKET_BUFFER_BYTES = 2 * 1024;
    /** Pings keep those alive that are. */
    private static final Duration SOCKET_IDLE = Duration.ofSeconds(60);

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /** Starts listening. {@code routes} adds the API's own. */
    public static HttpServer start(
            HttpConfig config, ApiInfo info, Health health, Metrics metrics, Consumer<JavalinDefaultRouting> routes) {
        QueuedThreadPool threads = new QueuedThreadPool(config.threads(), MIN_THREADS);
        threads.setName("http");
        threads.setThreadsPriority(PRIORITY);
        Javalin javalin = Javalin.create(javalinConfig -> {
            javalinConfig.showJavalinBanner = false;
            javalinConfig.startupWatcherEnabled = false;
            javalinConfig.http.prefer405over404 = true;
            javalinConfig.http.disableCompression();
            javalinConfig.jetty.clientAbortStatus = 499;
            javalinConfig.jetty.timeoutStatus = 408;
            javalinConfig.jetty.threadPool = threads;
            javalinConfig.appData(Async.THREADS, threads);
            InnerCalls inner = new InnerCalls();
            javalinConfig.appData(InnerCalls.KEY, inner);
            jetty(javalinConfig, config, inner);
            javalinConfig.requestLogger.http(metrics::requestDone);
            if (!config.corsOrigins().isEmpty()) {
                javalinConfig.bundledPlugins.enableCors(cors -> cors.addRule(rule -> {
                    if (config.corsOrigins().contains("*")) {
                        rule.anyHost();
                    } else {
                        config.corsOrigins().forEach(rule::allowHost);
                    }
                    rule.exposeHeader("Location");
                    rule.exposeHeader("Retry-After");
                }));
            }
            ApiDocs.register(javalinConfig, info);
            javalinConfig.router.mount(router -> {
                router.exception(Exception.class, Problems::answer);
                // Javalin answers these itself unless told not to.
                router.exception(HttpResponseException.class, Problems::answer);
                router.error(404, Problems::replacePlainNotFound);
                // First: Javalin looks through them in this order.
                routes.accept(router);
                router.get("/health/live", health::live);
                router.get("/health/ready", health::ready);
                router.get("/metrics", metrics::scrape);
            });
        });
        javalin.start();
        return new HttpServer(javalin);
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Takes no more requests, lets those under way end, and stops. */
    @Override
    public void close() {
        javalin.stop();
    }

    /** A share of the files that the process may have open. */
    private static int connectionsMax() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : OPEN_FILES_ASSUMED;
        return (int) Math.min(Integer.MAX_VALUE, (long) (files * CONNECTIONS_SHARE));
    }

    private static void jetty(JavalinConfig javalinConfig, HttpConfig config, InnerCalls inner) {
        javalinConfig.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
            http.setSendDateHeader(false);
            // Behind a proxy a connection is many people's: each with another token, which would push the others out.
            http.setHeaderCacheSize(0);
        });
        javalinConfig.jetty.modifyWebSocketServletFactory(sockets -> {
            sockets.setIdleTimeout(SOCKET_IDLE);
            sockets.setMaxTextMessageSize(FRAME_BYTES_MAX);
            sockets.setMaxBinaryMessageSize(FRAME_BYTES_MAX);
            sockets.setInputBufferSize(SOCKET_BUFFER_BYTES);
            sockets.setOutputBufferSize(SOCKET_BUFFER_BYTES);
        });
        FilterHolder headAsGet = new FilterHolder(new HeadAsGet());
        headAsGet.setAsyncSupported(true);
        javalinConfig.jetty.modifyServletContextHandler(
                servlets -> servlets.addFilter(headAsGet, "/*", EnumSet.of(DispatcherType.REQUEST)));
        javalinConfig.jetty.addConnector((server, http) -> {
            inner.serve(server, http, config);
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost(config.host());
            connector.setPort(config.port());
            connector.setIdleTimeout(config.idleTimeout().toMillis());
            connector.setAcceptQueueSize(BACKLOG);
            return connector;
        });
        javalinConfig.jetty.modifyServer(server -> {
            // Beyond it clients wait to be accepted; without it they take the files that the process itself needs.
            server.addBean(new ConnectionLimit(connectionsMax(), server));
            server.setStopTimeout(config.stopTimeout().toMillis());
            server.setErrorHandler(new JettyProblems());
        });
    }
}
