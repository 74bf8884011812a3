package dev.skein.streams.home;

import java.io.IOException;
import java.io.Serial;

/** A snapshot cannot be used; the message says why. */
final class UnusableSnapshotException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    UnusableSnapshotException(String message) {
        super(message);
    }
}
