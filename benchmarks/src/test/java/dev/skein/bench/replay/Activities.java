package dev.skein.bench.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Activity from lines, for tests. */
final class Activities {
    private Activities() {}

    static Activity of(String... lines) {
        try {
            return ActivityReader.read(bytes(lines), Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Script script(String... lines) {
        try {
            return Script.read(bytes(lines), null, Long.MAX_VALUE, "u");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ByteArrayInputStream bytes(String... lines) {
        return new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
}
