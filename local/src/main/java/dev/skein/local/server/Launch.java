package dev.skein.local.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a server is started.
 *
 * @param command program and arguments
 * @param environment what is added to our own environment
 * @param files configuration to write before the start
 * @param folder where it is started; in the home folder where it does not matter
 */
public record Launch(
        List<String> command, Map<String, String> environment, Map<Path, String> files, Optional<Path> folder) {

    Launch(List<String> command, Map<String, String> environment, Map<Path, String> files) {
        this(command, environment, files, Optional.empty());
    }

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** Changes when a process started from this would differ from one started before; gives no secret away. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            command.forEach(word -> add(digest, word));
            new TreeMap<>(environment).forEach((key, value) -> add(digest, key + "=" + value));
            new TreeMap<>(files).forEach((path, content) -> add(digest, path + ":" + content));
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
