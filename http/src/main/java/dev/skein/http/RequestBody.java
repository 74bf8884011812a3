package dev.skein.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads a body's bytes and never more of them than allowed, with or without a Content-Length. */
public final class RequestBody {
    /** What a body may have: 64 KiB. */
    public static final int MAX_BYTES = 64 * 1024;

    private RequestBody() {}

    /** The bytes of a JSON body of at most {@code maxBytes}; 415 if it is not JSON, 413 if it is longer. */
    public static byte[] readJson(Context ctx, int maxBytes) {
        requireJson(ctx);
        if (ctx.req().getContentLengthLong() > maxBytes) {
            throw new ApiException(new ApiError.ContentTooLarge(maxBytes));
        }
        try {
            InputStream in = ctx.req().getInputStream();
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ApiException(new ApiError.ContentTooLarge(maxBytes));
            }
            return bytes;
        } catch (IOException e) {
            // The client went away, sent too slowly or broke its own chunks: nobody else is to blame, and hardly
            // anybody will read this.
            throw ApiException.badRequest("body", "could not be read to its end");
        }
    }

    private static void requireJson(Context ctx) {
        String header = ctx.req().getContentType();
        String[] parts = header == null
                ? new String[] {""}
                : header.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals("application/json")) {
            throw new ApiException(
                    new ApiError.UnsupportedMediaType("Send the body with Content-Type: application/json."));
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                throw new ApiException(new ApiError.UnsupportedMediaType("JSON is sent as UTF-8."));
            }
        }
        String encoding = ctx.req().getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ApiException(new ApiError.UnsupportedMediaType("Send the body uncompressed."));
        }
    }
}
