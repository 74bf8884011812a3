package dev.skein.query.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.Arrays;

/** JSON as it is put together, to be read from where it lies: a page is copied often enough on its way out. */
final class JsonBytes {
    private byte[] bytes;
    private int size;

    /** @param expected how much it may become; it may be more */
    JsonBytes(int expected) {
        bytes = new byte[expected];
    }

    /** Begins anew, in the same place. */
    JsonBytes cleared() {
        size = 0;
        return this;
    }

    void append(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
    }

    void append(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    int size() {
        return size;
    }

    /** What stands here, as long as nothing is appended or cleared. */
    ByteArrayInputStream stream() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    String text() {
        return new String(bytes, 0, size, UTF_8);
    }
}
