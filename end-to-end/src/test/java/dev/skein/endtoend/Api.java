package dev.skein.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * One server that answers HTTP.
 *
 * @param name for messages
 * @param base such as {@code http://127.0.0.1:8080}
 */
record Api(String name, URI base) {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The server did not answer at all: it is down, or died meanwhile. What was asked may or may not have been done. */
    static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String call, IOException cause) {
            super(call + " was not answered", cause);
        }
    }

    /** An address for a client of another kind. */
    URI address(String scheme, String pathAndQuery) {
        return URI.create(scheme + "://" + base.getAuthority() + pathAndQuery);
    }

    Call get(String path) {
        return new Call(this, "GET", path);
    }

    Call post(String path) {
        return new Call(this, "POST", path);
    }

    Call put(String path) {
        return new Call(this, "PUT", path);
    }

    Call patch(String path) {
        return new Call(this, "PATCH", path);
    }

    Call delete(String path) {
        return new Call(this, "DELETE", path);
    }

    Call call(String method, String path) {
        return new Call(this, method, path);
    }

    /**
     * What the server tells Prometheus now.
     *
     * @param startsWith how the lines begin: a metric's name, with a brace after it if others go on from there
     * @return one value for each combination of its labels; none if there is no such metric
     */
    DoubleStream metric(String startsWith) {
        return get("/metrics")
                .send()
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(startsWith))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))));
    }

    /** A call being put together; {@link #send} makes it. */
    static final class Call {
        private final Api api;
        private final String method;
        private final String path;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte @Nullable [] body;

        private Call(Api api, String method, String path) {
            this.api = api;
            this.method = method;
            this.path = path;
        }

        Call header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        Call token(@Nullable String token) {
            return token == null ? this : header("Authorization", "Bearer " + token);
        }

        /** Any object that Jackson can write, such as a map. */
        Call json(Object value) {
            return body(Json.write(value), "application/json");
        }

        Call body(byte[] bytes, String contentType) {
            body = bytes.clone();
            return header("Content-Type", contentType);
        }

        Answer send() {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.base + path))
                    .timeout(TIMEOUT)
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            try {
                Answer answer = new Answer(this.toString(), CLIENT.send(request.build(), BodyHandlers.ofString()));
                Description.check(api, method, path, answer);
                return answer;
            } catch (IOException e) {
                throw new NoAnswerException(this.toString(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(this + " was interrupted", e);
            }
        }

        @Override
        public String toString() {
            return method + " " + path + " at " + api.name;
        }
    }
}
