package dev.skein.streams;

/** A record that was read but must not be applied: it goes to the dead letters with this reason, its neighbours go on. */
public final class BadRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the record, for whoever reads the dead letters. */
    public BadRecordException(String reason) {
        super(reason);
    }
}
