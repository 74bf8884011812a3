package dev.skein.ingest.postgres;

import dev.skein.catalog.IdGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** A process that makes ids under a lease and writes them down, until it is killed: {@code url file clock-shift-ms}. */
@SuppressWarnings("InfiniteLoop")
final class IdMaker {
    private static final int BATCH = 40;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private IdMaker() {}

    public static void main(String[] arguments) throws IOException {
        long shift = Long.parseLong(arguments[2]);
        LongSupplier clock = () -> System.currentTimeMillis() + shift;
        Database database = Database.open(arguments[0], "postgres", "", 2);
        WorkerLeases leases = new WorkerLeases(database.jdbi(), clock);
        leases.start();
        IdGenerator ids = new IdGenerator(leases::current, clock);
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(arguments[1]))) {
            while (true) {
                try {
                    for (int i = 0; i < BATCH; i++) {
                        out.write(Long.toString(ids.next(i)));
                        out.write('\n');
                    }
                } catch (IdGenerator.NoLeaseException e) {
                    // Until there is one.
                }
                out.flush();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
