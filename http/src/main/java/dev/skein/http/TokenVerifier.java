package dev.skein.http;

/** Tells who a bearer token speaks for. */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * The viewer of a token.
     *
     * @throws ApiException 401 if the token is wrong or expired, 503 if the keys to check it with are not there
     */
    Viewer verify(String token);

    /**
     * Looks again at one who was verified before, without the token: a connection may outlive its session.
     *
     * @throws ApiException 401 if the token has expired or was revoked
     */
    default void verifyStill(Viewer viewer) {}
}
