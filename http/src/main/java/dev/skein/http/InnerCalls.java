package dev.skein.http;

import io.javalin.config.Key;
import java.io.ByteArrayOutputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Calls of an API from within its own process, for what comes in by another way than a request: they pass through the same server as
 * any request, so the same routes, checks, limits and meters, only not through a socket.
 */
public final class InnerCalls {
    /** Where a handler finds them: {@code ctx.appData(InnerCalls.KEY)}. */
    public static final Key<InnerCalls> KEY = new Key<>("skein-inner-calls");

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");
    private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x22\\x24-\\x7E]{0,2000}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]{0,8000}");
    private static final String LINE_END = "\r\n";
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private @Nullable InnerConnector connector;

    /**
     * A call.
     *
     * @param target path and query, encoded as in a request
     * @param headers without those that follow from the body
     * @param body JSON, or null for none
     * @param client whose call it is
     */
    public record Call(
            String method, String target, Map<String, String> headers, @Nullable String body, SocketAddress client) {
        /** Refuses what would be another request than it seems. */
        public Call {
            headers = Map.copyOf(headers);
            if (!METHOD.matcher(method).matches()) {
                throw ApiException.badRequest("method", "must be a method of HTTP, such as POST");
            }
            if (!TARGET.matcher(target).matches()) {
                throw ApiException.badRequest("path", "must be a path such as /v1/tweets");
            }
            headers.forEach((name, value) -> {
                if (!HEADER_VALUE.matcher(value).matches()) {
                    throw ApiException.badRequest(name, "must be printable ASCII");
                }
            });
        }

        private byte[] bytes() {
            byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder(256);
            // By HTTP/1.0 an answer ends with its connection: it is never cut into chunks.
            head.append(method).append(' ').append(target).append(" HTTP/1.0").append(LINE_END);
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append(LINE_END));
            if (body != null) {
                head.append("Content-Type: application/json")
                        .append(LINE_END)
                        .append("Content-Length: ")
                        .append(content.length)
                        .append(LINE_END);
            }
            head.append(LINE_END);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(content);
            return request.toByteArray();
        }
    }

    /**
     * What was answered.
     *
     * @param headers by their names, in whatever case
     * @param body JSON, empty for none
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        private static Answer read(byte[] bytes) {
            int end = headEnd(bytes);
            if (end < 0) {
                throw new ApiException(new ApiError.Internal());
            }
            String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split(LINE_END, -1);
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            // HTTP/1.1 201 Created
            int status = Integer.parseInt(lines[0].split(" ", -1)[1]);
            int from = end + HEAD_END.length;
            return new Answer(status, headers, new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
        }

        private static int headEnd(byte[] bytes) {
            for (int i = 0; i + HEAD_END.length <= bytes.length; i++) {
                if (Arrays.equals(bytes, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                    return i;
                }
            }
            return -1;
        }
    }

    InnerCalls() {}

    void serve(Server server, HttpConfiguration http, HttpConfig config) {
        InnerConnector inner = new InnerConnector(server, http);
        inner.setIdleTimeout(config.idleTimeout().toMillis());
        // It starts and stops with the server, but is not one of those that listen.
        server.addBean(inner);
        connector = inner;
    }

    /** Calls; the future is completed on one of the server's threads, which must not be kept waiting. */
    public CompletableFuture<Answer> call(Call call) {
        InnerConnector inner = connector;
        if (inner == null) {
            throw new IllegalStateException("The server has not been started");
        }
        return inner.send(call.bytes(), call.client()).thenApply(Answer::read);
    }
}
