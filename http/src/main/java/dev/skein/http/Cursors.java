package dev.skein.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opaque places in a list: a few longs, a version and a MAC over them and the list they belong to.
 *
 * <p>A cursor that was changed, cut, made up or taken from another list is a 400 that names {@code cursor}. Instances that share the
 * secret read each other's cursors.
 *
 * <pre>version (1 byte) | MAC (8 bytes, of HMAC-SHA-256) | values (8 bytes each)</pre>
 */
public final class Cursors {
    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 8;
    private static final int MAX_VALUES = 8;
    private static final int MAX_CHARS = (1 + MAC_BYTES + MAX_VALUES * Long.BYTES) * 4 / 3 + 4;

    private final Mac mac;

    public Cursors(String secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    /** The cursor for the place {@code values} in {@code list}, a name such as {@code home/42} that is different for every list. */
    public String encode(String list, long... values) {
        if (values.length > MAX_VALUES) {
            throw new IllegalArgumentException("A cursor has at most " + MAX_VALUES + " values");
        }
        ByteBuffer cursor = ByteBuffer.allocate(1 + MAC_BYTES + values.length * Long.BYTES)
                .put(VERSION)
                .put(macOf(list, values));
        for (long value : values) {
            cursor.putLong(value);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.array());
    }

    /** The place that {@code cursor} names in {@code list}, which must have {@code count} values. */
    public long[] decode(String list, int count, String cursor) {
        byte[] bytes;
        try {
            bytes = cursor.length() > MAX_CHARS
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        if (bytes.length != 1 + MAC_BYTES + count * Long.BYTES || bytes[0] != VERSION) {
            throw wrong();
        }
        long[] values = new long[count];
        ByteBuffer.wrap(bytes, 1 + MAC_BYTES, count * Long.BYTES).asLongBuffer().get(values);
        if (!MessageDigest.isEqual(Arrays.copyOfRange(bytes, 1, 1 + MAC_BYTES), macOf(list, values))
                || !encode(list, values).equals(cursor)) {
            throw wrong();
        }
        return values;
    }

    private byte[] macOf(String list, long... values) {
        Mac own;
        try {
            // Cheaper than a new one: its key is already expanded.
            own = (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's own Mac can be cloned", e);
        }
        own.update(VERSION);
        own.update(list.getBytes(StandardCharsets.UTF_8));
        for (long value : values) {
            own.update((byte) 0);
            own.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
        }
        return Arrays.copyOf(own.doFinal(), MAC_BYTES);
    }

    private static ApiException wrong() {
        return ApiException.badRequest("cursor", "is not a cursor of this list");
    }
}
