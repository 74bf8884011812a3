package dev.skein.http;

import org.jspecify.annotations.Nullable;

/** One thing without which a process is of no use. Checks are asked often: they look at what is known and do not wait. */
@FunctionalInterface
public interface HealthCheck {

    /** What is missing, for an operator; null if nothing is. */
    @Nullable
    String missing();
}
