package dev.skein.bench.client;

/** A call that everything after it needs was refused, or nobody answers; the message is for a person. */
public final class CallFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what did not work. */
    public CallFailedException(String message) {
        super(message);
    }

    /** Says what was called and what came back. */
    public CallFailedException(String what, Answer answer) {
        this(what + ": " + answer.describe());
    }
}
