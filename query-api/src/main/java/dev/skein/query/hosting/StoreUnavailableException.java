package dev.skein.query.hosting;

/** A store that should be here is not, for now: it moves, or is being restored. Asking again soon is worth it. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** Says which store and why. It has no stack trace: it is an answer. */
    public StoreUnavailableException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** What to tell the one who asked. */
    public String reason() {
        return reason;
    }
}
