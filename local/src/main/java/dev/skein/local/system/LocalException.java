package dev.skein.local.system;

/** Something that the user can read and act on: the message is one plain sentence. */
public final class LocalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LocalException(String message) {
        super(message);
    }

    public LocalException(String message, Throwable cause) {
        super(message, cause);
    }
}
