package dev.skein.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * s3proxy over a folder, for media: real signatures, presigned calls, ranges. A bucket is a folder in it.
 *
 * @param program the jar that holds all it needs
 * @param secretKey that requests are signed with
 */
public record S3(Home home, Path program, int port, String secretKey, String userOptions) implements Server {

    public static final String NAME = "s3";

    /** It signs requests together with the secret key. */
    public static final String ACCESS_KEY = "skein";

    /** There from the first start on. */
    public static final String BUCKET = "media";

    /** What its signatures are made for; any will do. */
    public static final String REGION = "us-east-1";

    private static final int HEAP_MB = 96;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<Integer, String> ports() {
        return Map.of(port, "S3");
    }

    @Override
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public int memoryMb() {
        return 150;
    }

    @Override
    public boolean outer() {
        return true;
    }

    @Override
    public void prepare() throws IOException {
        // What others may read on the disk they could read without a signature.
        Files.createDirectories(
                home.data(NAME).resolve(BUCKET),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public Launch launch() {
        List<String> command = Java.command(
                HEAP_MB,
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-DLOG_LEVEL=warn"),
                userOptions,
                List.of("-jar", program.toString(), "--properties", settings().toString()));
        return new Launch(command, Map.of(), Map.of(settings(), properties()));
    }

    private Path settings() {
        return home.config("s3proxy.conf");
    }

    private String properties() {
        return """
                s3proxy.endpoint=%1$s
                s3proxy.authorization=aws-v4
                s3proxy.identity=%2$s
                s3proxy.credential=%3$s
                # A browser uploads from whatever page it shows; the signature is what lets it.
                s3proxy.cors-allow-all=true
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%4$s
                """
                .formatted(address(), ACCESS_KEY, secretKey, home.data(NAME));
    }

    @Override
    public Optional<String> notReady() {
        return Probe.connects(port);
    }
}
