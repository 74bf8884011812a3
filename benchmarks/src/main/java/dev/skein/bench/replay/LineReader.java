package dev.skein.bench.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Lines of bytes with a bound on their length, from a plain or gzipped stream. */
final class LineReader {
    static final int LINE_BYTES_MAX = 256;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    final byte[] line = new byte[LINE_BYTES_MAX];
    int length;
    boolean tooLong;
    long number;

    /** Gzip is known by its first two bytes, not by a name. */
    LineReader(InputStream raw) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        input = gzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    }

    /** Reads the next line into {@link #line}, without its end; false at the end of the input. */
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (at < end || fill()) {
            byte b = buffer[at++];
            any = true;
            if (b == '\n') {
                break;
            }
            if (length < LINE_BYTES_MAX) {
                line[length++] = b;
            } else {
                tooLong = true;
            }
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        if (any) {
            number++;
        }
        return any;
    }

    /** Where the field that begins at or behind a place begins; {@link #length} where there is none. */
    int fieldStart(int from) {
        int i = from;
        while (i < length && isBlank(line[i])) {
            i++;
        }
        return i;
    }

    /** Where the field that begins here ends. */
    int fieldEnd(int from) {
        int i = from;
        while (i < length && !isBlank(line[i])) {
            i++;
        }
        return i;
    }

    /** A number of digits alone, or -1 where it is none or over the bound. */
    long digits(int from, int to, long max) {
        if (from == to) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
            if (value > max) {
                return -1;
            }
        }
        return value;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, input.read(buffer));
        return end > 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
