package dev.skein.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A request as the bytes that go over the wire; may be sent any number of times. */
public final class Request {
    private static final byte[] NO_BODY = new byte[0];

    private final Origin origin;
    private final byte[] bytes;

    private Request(Origin origin, byte[] bytes) {
        this.origin = origin;
        this.bytes = bytes;
    }

    /** A request without a body. */
    public static Request of(Origin origin, String method, String path, Credential credential) {
        return new Request(origin, encode(origin, method, path, credential.lines(), NO_BODY));
    }

    /** A request with a JSON body. */
    public static Request of(Origin origin, String method, String path, Credential credential, String json) {
        String headers = credential.lines() + "Content-Type: application/json\r\n";
        return new Request(origin, encode(origin, method, path, headers, json.getBytes(UTF_8)));
    }

    /** A creating request with a JSON body that may be repeated: the key makes the server answer the first answer. */
    public static Request once(
            Origin origin, String method, String path, Credential credential, String idempotencyKey, String json) {
        String headers = credential.lines() + "Idempotency-Key: " + idempotencyKey + "\r\n";
        return of(origin, method, path, new Credential(headers), json);
    }

    /** The same, without a body, for the part of the list behind a cursor; its path must have a query. */
    public Request from(String cursor) {
        String text = new String(bytes, ISO_8859_1);
        int pathEnd = text.indexOf(" HTTP/1.1");
        return new Request(
                origin,
                (text.substring(0, pathEnd) + "&cursor=" + cursor + text.substring(pathEnd)).getBytes(ISO_8859_1));
    }

    /** Where it goes. */
    public Origin origin() {
        return origin;
    }

    byte[] bytes() {
        return bytes;
    }

    private static byte[] encode(Origin origin, String method, String path, String headers, byte[] body) {
        StringBuilder head = new StringBuilder(256).append(method).append(' ').append(path);
        head.append(" HTTP/1.1\r\nHost: ").append(origin.host()).append(':').append(origin.port());
        head.append("\r\n").append(headers);
        if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] headBytes = head.append("\r\n").toString().getBytes(ISO_8859_1);
        byte[] bytes = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, bytes, 0, headBytes.length);
        System.arraycopy(body, 0, bytes, headBytes.length, body.length);
        return bytes;
    }
}
