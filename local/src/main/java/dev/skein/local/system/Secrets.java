package dev.skein.local.system;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Passwords made up for one home folder, in a file that only its owner can read.
 *
 * @param postgresPassword of the database we start
 * @param operatorToken lets {@code replay} and {@code bench} register people in bulk
 */
public record Secrets(String postgresPassword, String operatorToken) {

    public static final String POSTGRES_KEY = "postgres.password";
    public static final String OPERATOR_KEY = "operator.token";

    private static final int RANDOM_BYTES = 24;

    /** Reads them, or makes them where there are none yet. */
    public static Secrets of(Path file) {
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return new Secrets(required(properties, POSTGRES_KEY, file), required(properties, OPERATOR_KEY, file));
        } catch (IOException e) {
            throw new LocalException(file + " cannot be read or written: " + e, e);
        }
    }

    private static String required(Properties properties, String key, Path file) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new LocalException(file + " has no " + key + ".");
        }
        return value;
    }

    private static void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                "secrets",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, POSTGRES_KEY + "=" + random() + "\n" + OPERATOR_KEY + "=" + random() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }
}
