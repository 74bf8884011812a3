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
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JWTs signed with ES256 by one of our keys.
 *
 * <p>A signature on P-256 costs about half a millisecond to check, so a token that was found good is remembered for a while, never past its expiry, which is
 * looked at every time, as are the revocations. Bad tokens are not remembered: they would push the good ones out.
 */
public final class JwtVerifier implements TokenVerifier {
    /** How long a verified token is believed without looking at its signature again. */
    public static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final int REMEMBERED_TOKENS = 100_000;
    private static final int MAX_CHARS = 4096;

    /** When the token was issued, to the millisecond: {@code iat} counts in seconds, and whoever logs in right after logging out everywhere must not be refused. */
    public static final String ISSUED_AT_MILLIS = "iat_ms";

    private final KeySource keys;
    private final Clock clock;
    private final Revocations revocations;
    private final Cache<String, Viewer> verified = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TOKENS)
            .expireAfterWrite(REMEMBERED)
            .build();

    public JwtVerifier(KeySource keys, Clock clock, Revocations revocations) {
        this.keys = keys;
        this.clock = clock;
        this.revocations = revocations;
    }

    @Override
    public Viewer verify(String token) {
        Viewer viewer = verified.getIfPresent(token);
        if (viewer == null) {
            viewer = check(token);
            verified.put(token, viewer);
        }
        verifyStill(viewer);
        return viewer;
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

    private Viewer check(String token) {
        if (token.length() > MAX_CHARS) {
            throw invalid("The token is too long.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            // Only what we sign with: an attacker chooses the header, so it decides nothing but which of our keys to
            // try.
            ECPublicKey key = JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm()) ? keyOf(jwt) : null;
            if (key == null || !jwt.verify(new ECDSAVerifier(key))) {
                throw invalid("The token is not signed by this service.");
            }
            return viewerOf(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid("The token is not one of this service.");
        }
    }

    private @Nullable ECPublicKey keyOf(SignedJWT jwt) {
        String keyId = jwt.getHeader().getKeyID();
        return keyId == null ? null : keys.key(keyId);
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
