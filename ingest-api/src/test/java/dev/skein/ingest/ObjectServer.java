package dev.skein.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** A real S3 server (S3Proxy on a folder, which checks signatures), a process on a free port. */
final class ObjectServer implements AutoCloseable {
    private static final String JAR = "target/s3proxy/s3proxy.jar";
    private static final Duration START = Duration.ofSeconds(30);

    private final String endpoint;
    private final Process process;

    ObjectServer(Path folder) throws IOException {
        int port = freePort();
        endpoint = "http://127.0.0.1:" + port;
        Path configuration = Files.writeString(
                folder.resolve("s3proxy.conf"),
                """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v4
                s3proxy.identity=an-access-key
                s3proxy.credential=a-secret-key
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """
                        .formatted(endpoint, Files.createDirectories(folder.resolve("objects"))));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-DLOG_LEVEL=warn",
                        "-jar",
                        JAR,
                        "--properties",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        Awaitility.await().atMost(START).until(() -> accepts(port));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What an API needs to know of it. */
    Map<String, String> settings() {
        return Map.of(
                "skein.media.s3.endpoint",
                endpoint,
                "skein.media.s3.access-key",
                "an-access-key",
                "skein.media.s3.secret-key",
                "a-secret-key");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
