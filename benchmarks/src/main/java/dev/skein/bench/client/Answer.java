package dev.skein.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What came back. */
public final class Answer {
    private static final int SHOWN_CHARACTERS_MAX = 300;

    private final int status;
    private final int retryAfterSeconds;
    private final byte[] body;

    Answer(int status, int retryAfterSeconds, byte[] body) {
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
        this.body = body;
    }

    static Answer failed(String why) {
        return new Answer(0, 0, why.getBytes(UTF_8));
    }

    /** Of HTTP; 0 where no answer came, the body then says why. */
    public int status() {
        return status;
    }

    /** How long the server asks to be left alone, or 0. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** As it was sent: not a copy, and not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Whether the call did what it should. */
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** Whether the same call may do better later: no answer at all, too many calls, or a server in trouble. */
    public boolean worthRetrying() {
        return status == 0 || status == 429 || status >= 500;
    }

    /** The status with the beginning of the body, to show to a person. */
    public String describe() {
        String text = new String(body, UTF_8).strip();
        String shown = text.length() > SHOWN_CHARACTERS_MAX ? text.substring(0, SHOWN_CHARACTERS_MAX) + "…" : text;
        return status == 0 ? shown : status + " " + shown;
    }
}
