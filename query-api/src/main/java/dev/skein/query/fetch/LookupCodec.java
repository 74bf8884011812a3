package dev.skein.query.fetch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How instances ask each other for many keys at once.
 *
 * <pre>
 * question: version (1 byte) | parts (2) | per part: kind (2), keys (2), the keys
 * answer:   version (1 byte) | per part and key: length (4; -1 nothing there, -2 not known), the value
 * </pre>
 */
final class LookupCodec {
    /** Keys in a question. */
    static final int KEYS_MAX = 8_192;

    private static final byte VERSION = 1;
    private static final int PARTS_MAX = 64;
    private static final int NOTHING = -1;
    private static final int UNKNOWN = -2;

    /** Keys of one kind, and who takes the answers to them. */
    record Part<K, V>(Lookup<K, V> lookup, List<K> keys, Consumer<List<Answer<V>>> entry) {}

    private final Lookups lookups;

    LookupCodec(Lookups lookups) {
        this.lookups = lookups;
    }

    byte[] question(List<Part<?, ?>> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeShort(parts.size());
            for (Part<?, ?> part : parts) {
                writePart(part, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <K, V> void writePart(Part<K, V> part, DataOutputStream out) throws IOException {
        out.writeShort(part.lookup().number());
        out.writeShort(part.keys().size());
        for (K key : part.keys()) {
            part.lookup().key().write(key, out);
        }
    }

    /** @throws IllegalArgumentException where the bytes are not a question */
    List<Part<?, ?>> question(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("not a question of this version");
            }
            int count = in.readUnsignedShort();
            if (count > PARTS_MAX) {
                throw new IllegalArgumentException("more than " + PARTS_MAX + " parts");
            }
            List<Part<?, ?>> parts = new ArrayList<>(count);
            int keys = 0;
            for (int i = 0; i < count; i++) {
                Part<?, ?> part = readPart(in);
                keys += part.keys().size();
                if (keys > KEYS_MAX) {
                    throw new IllegalArgumentException("more than " + KEYS_MAX + " keys");
                }
                parts.add(part);
            }
            return parts;
        } catch (IOException e) {
            throw new IllegalArgumentException("the question ends too soon", e);
        }
    }

    private Part<?, ?> readPart(DataInputStream in) throws IOException {
        int number = in.readUnsignedShort();
        Lookup<?, ?> lookup = lookups.all().stream()
                .filter(known -> known.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind has the number " + number));
        return readKeys(lookup, in);
    }

    private static <K, V> Part<K, V> readKeys(Lookup<K, V> lookup, DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        List<K> keys = new ArrayList<>(Math.min(count, KEYS_MAX));
        for (int i = 0; i < count; i++) {
            keys.add(lookup.key().read(in));
        }
        return new Part<>(lookup, keys, answers -> {});
    }

    /** Writes one answer after the other. */
    static final class Answers {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        private final DataOutputStream out = new DataOutputStream(bytes);

        Answers() {
            bytes.write(VERSION);
        }

        <K, V> void add(Lookup<K, V> lookup, Answer<V> answer) {
            try {
                V value = answer.value();
                if (value == null) {
                    out.writeInt(answer.known() ? NOTHING : UNKNOWN);
                    return;
                }
                byte[] written = lookup.value().serializer().serialize(lookup.valueTopic(), value);
                out.writeInt(written.length);
                out.write(written);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }

    /** Reads the answers to {@code parts} and hands each part its own. */
    static void answers(byte[] bytes, List<Part<?, ?>> parts) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("not an answer of this version");
            }
            for (Part<?, ?> part : parts) {
                readAnswers(part, in);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the answer ends too soon", e);
        }
    }

    private static <K, V> void readAnswers(Part<K, V> part, DataInputStream in) throws IOException {
        List<Answer<V>> answers = new ArrayList<>(part.keys().size());
        for (int i = 0; i < part.keys().size(); i++) {
            int length = in.readInt();
            if (length == UNKNOWN) {
                answers.add(Answer.unknown());
            } else {
                answers.add(new Answer<>(true, length == NOTHING ? null : value(part.lookup(), in, length)));
            }
        }
        part.entry().accept(answers);
    }

    private static <K, V> @Nullable V value(Lookup<K, V> lookup, DataInputStream in, int length) throws IOException {
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a value of " + length + " bytes");
        }
        return lookup.value().deserializer().deserialize(lookup.valueTopic(), in.readNBytes(length));
    }
}
