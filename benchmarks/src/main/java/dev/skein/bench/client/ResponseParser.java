package dev.skein.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a connection as they come and finds the end of an answer (RFC 9112 §6): by length, by chunks, or by
 * the end of the connection. One answer at a time: requests are not pipelined.
 */
final class ResponseParser {
    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final int BODY_BYTES_MAX = 64 * 1024 * 1024;

    private byte[] bytes = new byte[8 * 1024];
    private int length;
    private int bodyStart;
    private int status;
    private int contentLength;
    private boolean chunked;
    private boolean closing;
    private int retryAfterSeconds;
    private int chunkAt;
    private int bodyLength;

    ResponseParser() {
        reset();
    }

    /** Whether any byte of an answer has come. */
    boolean started() {
        return length > 0;
    }

    /** Whether the connection ends with the last answer taken. */
    boolean closing() {
        return closing;
    }

    /** Takes what has come; answers the answer once it is whole. */
    @Nullable
    Answer take(ByteBuffer input) throws IOException {
        int more = input.remaining();
        if (length + more > bytes.length) {
            if (length + more > HEAD_BYTES_MAX + BODY_BYTES_MAX) {
                throw new IOException("an answer over " + BODY_BYTES_MAX + " bytes");
            }
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        input.get(bytes, length, more);
        length += more;
        return advance();
    }

    /** The server has closed the connection: ends an answer that has no other end. */
    @Nullable
    Answer end() {
        boolean untilClose = bodyStart > 0 && !chunked && contentLength < 0;
        return untilClose ? complete(Arrays.copyOfRange(bytes, bodyStart, length)) : null;
    }

    private @Nullable Answer advance() throws IOException {
        while (bodyStart == 0) {
            if (!readHead()) {
                return null;
            }
            if (status >= 100 && status < 200) {
                // An interim answer: what counts comes behind it.
                System.arraycopy(bytes, bodyStart, bytes, 0, length - bodyStart);
                int rest = length - bodyStart;
                reset();
                length = rest;
            }
        }
        if (chunked) {
            return readChunks() ? complete(Arrays.copyOf(bytes, bodyLength)) : null;
        }
        if (contentLength < 0 || length - bodyStart < contentLength) {
            return null;
        }
        return complete(Arrays.copyOfRange(bytes, bodyStart, bodyStart + contentLength));
    }

    private Answer complete(byte[] body) {
        Answer answer = new Answer(status, retryAfterSeconds, body);
        boolean last = closing;
        reset();
        closing = last;
        return answer;
    }

    private void reset() {
        length = 0;
        bodyStart = 0;
        contentLength = -1;
        chunked = false;
        closing = false;
        retryAfterSeconds = 0;
        chunkAt = 0;
        bodyLength = 0;
    }

    private boolean readHead() throws IOException {
        int end = -1;
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                end = i + 1;
                break;
            }
        }
        if (end < 0) {
            if (length > HEAD_BYTES_MAX) {
                throw new IOException("a head over " + HEAD_BYTES_MAX + " bytes");
            }
            return false;
        }
        if (length < 12 || bytes[0] != 'H' || bytes[8] != ' ') {
            throw new IOException("not an answer of HTTP/1.1");
        }
        status = number(9, 12, 10);
        for (int line = lineEnd(0, end); line < end - 2; line = lineEnd(line, end)) {
            readHeader(line, lineEnd(line, end) - 2);
        }
        if (status == 204 || status == 304) {
            contentLength = 0;
            chunked = false;
        }
        bodyStart = end;
        chunkAt = end;
        return true;
    }

    private void readHeader(int from, int to) throws IOException {
        int valueFrom;
        if ((valueFrom = valueOf("content-length", from, to)) > 0) {
            contentLength = number(valueFrom, to, 10);
        } else if ((valueFrom = valueOf("transfer-encoding", from, to)) > 0) {
            chunked = isAt("chunked", valueFrom, to);
        } else if ((valueFrom = valueOf("connection", from, to)) > 0) {
            closing = isAt("close", valueFrom, to);
        } else if ((valueFrom = valueOf("retry-after", from, to)) > 0) {
            retryAfterSeconds = number(valueFrom, to, 10);
        }
    }

    /** Moves the contents of chunks to the front of the bytes, where they form the body. */
    private boolean readChunks() throws IOException {
        while (true) {
            int lineEnd = lineEnd(chunkAt, length);
            if (lineEnd < 0) {
                return false;
            }
            int size = number(chunkAt, lineEnd - 2, 16);
            int next = lineEnd + size + 2;
            if (next > length) {
                return false;
            }
            if (size == 0) {
                return true;
            }
            System.arraycopy(bytes, lineEnd, bytes, bodyLength, size);
            bodyLength += size;
            chunkAt = next;
        }
    }

    private int lineEnd(int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int valueOf(String name, int from, int to) {
        int at = from + name.length();
        if (at >= to || bytes[at] != ':' || !isAt(name, from, to)) {
            return -1;
        }
        at++;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private boolean isAt(String lowerCase, int from, int to) {
        if (to - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int number(int from, int to, int radix) throws IOException {
        long value = 0;
        int at = from;
        for (; at < to; at++) {
            int digit = Character.digit(bytes[at], radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
            if (value > BODY_BYTES_MAX) {
                throw new IOException("an answer over " + BODY_BYTES_MAX + " bytes");
            }
        }
        if (at == from) {
            throw new IOException("not an answer of HTTP/1.1: a number is missing");
        }
        return (int) value;
    }
}
