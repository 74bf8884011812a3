package dev.skein.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;

/**
 * Verifies JWTs signed with ES256 by one of our keys.
 *
 * <p>A signature on P-256 costs about half a millisecond to check, so a token that was found good is remembered for as long as its key is published. When it expires is looked at
 * every time, as are the revocations. Bad tokens are not remembered: they would push the good ones out.
 */
public final class JwtVerifier implements TokenVerifier {
    private static final long REMEMBERED_TOKENS = CacheSize.of(16, 640);

    private static final int MAX_CHARS = 4096;

    /** When the token was issued, to the millisecond: {@code iat} counts in seconds, and whoever logs in right after logging out everywhere must not be refused. */
    public static final String ISSUED_AT_MILLIS = "iat_ms";

    /** A good token: whose it is, and the key that it was signed with. */
    private record Verified(Viewer viewer, String keyId, ECPublicKey key) {}

    private final KeySource keys;
    private final Clock clock;
    private final Revocations revocations;
    /** Keeps itself in order on the thread that asks: to wake another one costs more. */
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TOKENS)
            .executor(Runnable::run)
            .build();

    public JwtVerifier(KeySource keys, Clock clock, Revocations revocations) {
        this.keys = keys;
        this.clock = clock;
        this.revocations = revocations;
    }

    @Override
    public Viewer verify(String token) {
        Verified known = verified.getIfPresent(token);
        if (known == null || !known.key().equals(keys.key(known.keyId()))) {
            known = check(token);
            verified.put(token, known);
        }
        verifyStill(known.viewer());
        return known.viewer();
    }

    @Override
    public void verifyStill(Viewer viewer) {
        if (!clock.instant().isBefore(viewer.expiresAt())) {
            throw invalid("The token has expired.");
        }
        if (!revocations.isComplete()) {
            throw ApiException.unavailable("It is not known yet which sessions have ended.");
        }
        if (revocations.covers(viewer)) {
            throw invalid("The session has ended.");
        }
    }

    private Verified check(String token) {
        if (token.length() > MAX_CHARS) {
            throw invalid("The token is too long.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            // Only what we sign with: an attacker chooses the header, so it decides nothing but which of our keys to
            // try.
            String keyId = jwt.getHeader().getKeyID();
            boolean signedAsOurs = JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm());
            ECPublicKey key = signedAsOurs && keyId != null ? keys.key(keyId) : null;
            if (key == null || !jwt.verify(new ECDSAVerifier(key))) {
                throw invalid("The token is not signed by this service.");
            }
            return new Verified(viewerOf(jwt.getJWTClaimsSet()), keyId, key);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid("The token is not one of this service.");
        }
    }

    private static Viewer viewerOf(JWTClaimsSet claims) {
        long userId = claims.getSubject() == null ? Ids.NONE : Ids.parse(claims.getSubject());
        if (userId == Ids.NONE
                || claims.getExpirationTime() == null
                || claims.getIssueTime() == null
                || claims.getJWTID() == null) {
            throw invalid("The token says too little.");
        }
        return new Viewer(
                userId,
                claims.getJWTID(),
                claims.getClaim(ISSUED_AT_MILLIS) instanceof Number millis
                        ? Instant.ofEpochMilli(millis.longValue())
                        : claims.getIssueTime().toInstant(),
                claims.getExpirationTime().toInstant());
    }

    private static ApiException invalid(String detail) {
        return new ApiException(new ApiError.Unauthorized("invalid_token", detail));
    }
}
