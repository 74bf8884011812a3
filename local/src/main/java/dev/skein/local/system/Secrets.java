package dev.skein.local.system;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/**
 * Passwords made up for one home folder, in a file that only its owner can read.
 *
 * @param postgresPassword of the database we start
 * @param operatorToken lets {@code replay} and {@code bench} register people in bulk
 * @param s3SecretKey of the S3 server we start
 */
public record Secrets(String postgresPassword, String operatorToken, String s3SecretKey) {

    public static final String POSTGRES_KEY = "postgres.password";
    public static final String OPERATOR_KEY = "operator.token";

    public static final String S3_KEY = "s3.secret-key";

    private static final List<String> ALL = List.of(POSTGRES_KEY, OPERATOR_KEY, S3_KEY);
    private static final int RANDOM_BYTES = 24;

    /** Reads them, and makes those that are not there yet. */
    public static Secrets of(Path file) {
        try {
            Properties properties = new Properties();
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
            }
            if (ALL.stream().anyMatch(key -> properties.getProperty(key) == null)) {
                ALL.forEach(key -> properties.computeIfAbsent(key, missing -> random()));
                write(file, properties);
            }
            return new Secrets(
                    properties.getProperty(POSTGRES_KEY),
                    properties.getProperty(OPERATOR_KEY),
                    properties.getProperty(S3_KEY));
        } catch (IOException e) {
            throw new LocalException(file + " cannot be read or written: " + e, e);
        }
    }

    private static void write(Path file, Properties properties) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(
                folder,
                "secrets",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                fresh,
                ALL.stream().map(key -> key + "=" + properties.getProperty(key)).toList());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
