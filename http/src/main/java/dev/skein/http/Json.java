package dev.skein.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Writing answers, and the strict mapper behind {@link JsonBody}. */
public final class Json {
    private static final String WRITTEN = "skein-written";

    private static final int MAX_DEPTH = 16;

    private static final ObjectMapper MAPPER = strict();

    private Json() {}

    /** The mapper itself, for what is between our own processes. It refuses what is not known, doubled, trailing or coerced. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass() + " as JSON", e);
        }
    }

    /** Answers {@code value} as JSON with the status given. */
    public static void answer(Context ctx, int status, Object value) {
        byte[] body = bytes(value);
        head(ctx, status, body.length);
        ctx.result(new ByteArrayInputStream(body));
    }

    /**
     * Answers what is JSON already with the status given; {@link #send} at the end of the handler lets it go.
     *
     * @param body may change after that
     */
    public static void answerWritten(Context ctx, int status, ByteArrayInputStream body, int length) {
        head(ctx, status, length);
        if (ctx.req().isAsyncStarted()) {
            // The handler has ended.
            ctx.result(body.readAllBytes());
        } else {
            ctx.attribute(WRITTEN, body);
        }
    }

    private static void head(Context ctx, int status, int length) {
        // Said beforehand, so that Jetty need not cut it into chunks.
        ctx.res().setContentLength(length);
        ctx.status(status).contentType("application/json");
    }

    /**
     * Sends what {@link #answerWritten} was given, if it was, at once from where it lies. Javalin would look for a compressor again
     * and copy it through a buffer.
     *
     * @throws IOException where the client is gone; to be thrown on, for Javalin knows what that is
     */
    public static void send(Context ctx) throws IOException {
        InputStream body = ctx.attribute(WRITTEN);
        if (body != null) {
            body.transferTo(ctx.res().getOutputStream());
        }
    }

    private static ObjectMapper strict() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Otherwise each half of an emoji is written as six characters.
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build();
        JsonMapper mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }
}
