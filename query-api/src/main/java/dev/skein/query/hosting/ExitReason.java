package dev.skein.query.hosting;

/** Why the process ended. Its exit code tells whoever watches it. */
public enum ExitReason {
    /** It was asked to. */
    STOPPED(0),
    /** The configuration cannot be used. */
    CONFIGURATION(2),
    /** A topology came upon what it does not know how to go on from: a bug. Nothing was skipped. */
    TOPOLOGY_FAILED(3),
    /** What may pass did not pass. */
    TROUBLE_PERSISTS(4);

    private final int code;

    ExitReason(int code) {
        this.code = code;
    }

    /** The process' exit code. */
    public int code() {
        return code;
    }
}
