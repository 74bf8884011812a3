package dev.skein.local.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One process of the system, described. The records below are all of them; the order here is the order in which they
 * need one another, and {@code down} goes through it backwards.
 */
public sealed interface Server
        permits Postgres, Kafka, SchemaRegistry, Connect, IngestApi, QueryApi, S3, Elasticsearch, Cassandra {

    /** As in {@code logs NAME}; also the name of its files. */
    String name();

    /** Loopback ports it listens on, with what each is for. */
    Map<Integer, String> ports();

    /** What a user connects to. */
    String address();

    /** Resident memory in MB that it is expected to take at most; the sum is asked for before anything starts. */
    int memoryMb();

    /** Whether the system can be used without it: posts, follows, likes, timelines, counts and trends go on. */
    default boolean outer() {
        return false;
    }

    /** Whether it leaves the processors to others once it runs and they are short: what it does may be late. */
    default boolean standsBack() {
        return false;
    }

    /** Whether a kill means its children too, because what it does is done by a child. */
    default boolean killedWithChildren() {
        return false;
    }

    /** Makes what the first start needs. Called while the process is not running; doing it again changes nothing. */
    default void prepare() throws IOException, InterruptedException {}

    Launch launch();

    /** Empty when it can be used, else what is missing, in a few words. Answers within about five seconds. */
    Optional<String> notReady();

    default Duration startTimeout() {
        return Duration.ofSeconds(90);
    }

    /** How often a process that ends while it starts is started, in all. */
    default int startAttempts() {
        return 1;
    }

    /** Between two of these. */
    default Duration startPause() {
        return Duration.ofMillis(500);
    }

    /** After this long it is killed. */
    default Duration stopTimeout() {
        return Duration.ofSeconds(20);
    }

    /** What is done when it ran and has ended, as it was asked to or by force. */
    default void ended() throws IOException {}

    /** The signal that asks it to end properly, as kill(1) names it. */
    default String stopSignal() {
        return "TERM";
    }
}
