package dev.skein.local.system;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a server is at this moment.
 *
 * @param pid of its process, where it is ours and runs
 * @param memoryBytes resident, its children included, where the system tells
 * @param detail what is missing when it is not ready
 */
public record ServerStatus(
        String name,
        State state,
        OptionalLong pid,
        String address,
        OptionalLong memoryBytes,
        Optional<Duration> uptime,
        String detail) {

    /** From best to worst. */
    public enum State {
        /** Can be used. */
        READY,
        /** Its process runs. */
        NOT_READY,
        /** Was not started, or was stopped. */
        STOPPED,
        /** Its process ended without being asked to. */
        DIED,
    }
}
