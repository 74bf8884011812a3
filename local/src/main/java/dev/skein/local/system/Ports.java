package dev.skein.local.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Which port each server takes on loopback. */
public record Ports(
        int ingest,
        List<Integer> query,
        int postgres,
        int kafka,
        int kafkaController,
        int registry,
        int registryManagement,
        int connect,
        int connectMetrics,
        int s3,
        int elasticsearch,
        int elasticsearchTransport,
        int cassandra,
        int cassandraStorage) {

    /** How many query instances one machine is given at most. */
    public static final int QUERY_INSTANCES_MAX = 16;

    /** Ports that are there once. */
    private static final int SINGLE = 13;

    private static final int STEP_BETWEEN_QUERY_INSTANCES = 100;

    /** The highest of {@link #shifted}; what may be added to it ends at the last port there is. */
    private static final int HIGHEST = 19300;

    public Ports {
        query = List.copyOf(query);
    }

    /** The documented ports (8080, 8081, 15432…), each moved up by the same number. */
    public static Ports shifted(int by, int queryInstances) {
        if (by < 0 || by > 65535 - HIGHEST) {
            throw new LocalException("--port-base is added to every port and must be between 0 and " + (65535 - HIGHEST)
                    + ", not " + by + ".");
        }
        List<Integer> query = IntStream.range(0, queryInstances)
                .mapToObj(instance -> 8081 + by + instance * STEP_BETWEEN_QUERY_INSTANCES)
                .toList();
        return new Ports(
                8080 + by,
                query,
                15432 + by,
                19092 + by,
                19093 + by,
                18081 + by,
                18082 + by,
                18083 + by,
                18084 + by,
                19000 + by,
                19200 + by,
                19300 + by,
                19042 + by,
                17000 + by);
    }

    /** Ports that nobody uses at this moment. They are held until all are found, so that they differ. */
    public static Ports free(int queryInstances) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < SINGLE + queryInstances; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            return new Ports(
                    ports.get(0),
                    ports.subList(SINGLE, SINGLE + queryInstances),
                    ports.get(1),
                    ports.get(2),
                    ports.get(3),
                    ports.get(4),
                    ports.get(5),
                    ports.get(6),
                    ports.get(7),
                    ports.get(8),
                    ports.get(9),
                    ports.get(10),
                    ports.get(11),
                    ports.get(12));
        } catch (IOException e) {
            throw new LocalException("no free ports: " + e.getMessage(), e);
        } finally {
            held.forEach(Ports::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new LocalException("a port could not be released: " + e.getMessage(), e);
        }
    }
}
