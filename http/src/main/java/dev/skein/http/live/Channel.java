package dev.skein.http.live;

/** Writes to a client. One message at a time, and nobody waits. */
public interface Channel {
    /** So long a client has to read why it is closed: what was being written comes before, over a line that may be slow. */
    int GOODBYE_SECONDS = 5;

    /**
     * Writes a message.
     *
     * @param done run once the next may be written, be it before this returns; never run once the connection is gone
     */
    void write(String message, Runnable done);

    /**
     * Shows the client, and whatever lies between, that the connection lives; from time to time.
     *
     * @return whether the client lives, too: it has answered the ping before
     */
    boolean ping();

    /** Ends the connection, with a reason that the client is told. */
    void close(Closing closing);
}
