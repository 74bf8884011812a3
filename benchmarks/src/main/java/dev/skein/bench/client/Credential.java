package dev.skein.bench.client;

/**
 * Who makes a call, as the header lines that say so.
 *
 * @param lines header lines, each with its line end; empty for nobody
 */
public record Credential(String lines) {
    /** Nobody. */
    public static final Credential NONE = new Credential("");

    /** The holder of a session's token, or the operator. */
    public static Credential bearer(String token) {
        return new Credential("Authorization: Bearer " + requireClean(token) + "\r\n");
    }

    /** The operator in a user's name. */
    public static Credential actingAs(String operatorToken, long userId) {
        return new Credential(bearer(operatorToken).lines + "Skein-Act-As: " + userId + "\r\n");
    }

    private static String requireClean(String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("a token is printable ASCII without blanks");
        }
        return token;
    }
}
