package dev.skein.ingest.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.skein.http.JwtVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;

/** Issues tokens: JWTs signed with ES256 that say who ({@code sub}), which session ({@code jti}), from when and until when. */
public final class Tokens {

    /** A token and when it ends. */
    public record Issued(String token, Instant expiresAt) {}

    private final SigningKeys keys;
    private final Duration lifetime;
    private final Clock clock;

    public Tokens(SigningKeys keys, Duration lifetime, Clock clock) {
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** The time, in milliseconds since 1970-01-01 UTC. */
    public long now() {
        return clock.millis();
    }

    /** Issues a token that counts from now on. */
    public Issued issue(long userId) {
        return issue(userId, now());
    }

    /**
     * Issues a token.
     *
     * @param atMillis as of when it was asked for: what was revoked since covers it
     */
    public Issued issue(long userId, long atMillis) {
        // Tokens count in seconds.
        Instant now = Instant.ofEpochMilli(atMillis).truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(lifetime);
        ECKey key = keys.signing();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .subject(Long.toString(userId))
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .claim(JwtVerifier.ISSUED_AT_MILLIS, atMillis)
                        .expirationTime(Date.from(expiresAt))
                        .build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("The signing key " + key.getKeyID() + " cannot be used", e);
        }
        return new Issued(jwt.serialize(), expiresAt);
    }
}
