package dev.skein.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.skein.http.testing.MovingClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final ECKey KEY = key("ours");
    private static final ECKey FOREIGN = key("ours");

    private final MovingClock clock = new MovingClock(NOW);

    private @Nullable ECKey published = KEY;
    private final Revocations revocations = Revocations.none();
    private final JwtVerifier verifier = new JwtVerifier(this::lookUp, clock, revocations);

    @Test
    void aGoodTokenSaysWhoAsks() throws Exception {
        Viewer viewer = verifier.verify(token(KEY, "42", NOW.plusSeconds(60)));

        assertThat(viewer).isEqualTo(new Viewer(42, "session", NOW, NOW.plusSeconds(60)));
    }

    @Test
    void aVerifiedTokenIsNotCheckedAgainButEndsOnTime() throws Exception {
        String token = token(KEY, "42", NOW.plusSeconds(60));
        assertThat(verifier.verify(token)).isSameAs(verifier.verify(token));

        clock.advance(Duration.ofSeconds(60));

        assertRefused(token);
    }

    @Test
    void aKeyThatIsPublishedNoMoreIsBelievedNoMoreThoughItsTokensAreRemembered() throws Exception {
        String token = token(KEY, "42", NOW.plusSeconds(60));
        verifier.verify(token);

        published = null;
        assertRefused(token);
        published = FOREIGN;
        assertRefused(token);
        published = KEY;
        assertThat(verifier.verify(token).userId()).isEqualTo(42);
    }

    @Test
    void aSessionThatEndedIsRefusedThoughItsTokenIsRemembered() throws Exception {
        String token = token(KEY, "42", NOW.plusSeconds(60));
        verifier.verify(token);

        revocations.add("another session", NOW.plusMillis(1).toEpochMilli(), null, NOW.toEpochMilli());
        revocations.add("42", NOW.toEpochMilli(), null, NOW.toEpochMilli());
        verifier.verify(token);
        revocations.add("42", NOW.plusMillis(1).toEpochMilli(), "session", NOW.toEpochMilli());
        verifier.verify(token);

        revocations.add("session", NOW.plusMillis(1).toEpochMilli(), null, NOW.toEpochMilli());
        assertRefused(token);
        revocations.forgetSaidBefore(NOW.plusMillis(1).toEpochMilli());
        assertThat(revocations.size()).isZero();
    }

    @Test
    void allSessionsOfAPersonEndButTheOneExcepted() throws Exception {
        String token = token(KEY, "42", NOW.plusSeconds(60));

        revocations.add("42", NOW.plusMillis(2).toEpochMilli(), "another", NOW.toEpochMilli());

        assertRefused(token);
        // An older revocation that comes later takes nothing back.
        revocations.add("42", NOW.plusMillis(1).toEpochMilli(), "session", NOW.toEpochMilli());
        assertRefused(token);
    }

    @Test
    void nothingIsBelievedBeforeAllRevocationsAreKnown() throws Exception {
        String token = token(KEY, "42", NOW.plusSeconds(60));
        Revocations unknown = new Revocations();
        JwtVerifier starting = new JwtVerifier(this::lookUp, clock, unknown);

        assertThatThrownBy(() -> starting.verify(token))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().status()).isEqualTo(503));
        unknown.complete();
        assertThat(starting.verify(token).userId()).isEqualTo(42);
    }

    @Test
    void whatOthersSignedOrSignedOtherwiseIsRefused() throws Exception {
        assertRefused(token(FOREIGN, "42", NOW.plusSeconds(60)));
        assertRefused(token(key("other"), "42", NOW.plusSeconds(60)));
        assertRefused(
                signed(JWSAlgorithm.HS256, new MACSigner(KEY.toPublicJWK().toJSONString()), "42", NOW.plusSeconds(60)));
        assertRefused(token(KEY, "not an id", NOW.plusSeconds(60)));
        assertRefused(token(KEY, "42", null));
        for (String nonsense : new String[] {"", ".", "..", "...", "a.b.c", "\u0000", "e30.e30.e30"}) {
            assertRefused(nonsense);
        }
    }

    @Test
    void remoteKeysAreFetchedSeldomAndKeptWhenTheirSourceIsGone(@TempDir Path folder) throws Exception {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger fetches = new AtomicInteger();
        Path file = folder.resolve("state/jwks.json");
        HttpServer source = jwksServer(fetches);
        URI address = URI.create("http://127.0.0.1:" + source.getAddress().getPort() + "/jwks");
        RemoteKeys keys = new RemoteKeys(address, file, nanos::get);
        // The first call of a process loads all that it needs: on a busy machine that may take longer than a fetch
        // waits.
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
        fetches.set(0);

        assertThat(keys.key("ours")).isEqualTo(KEY.toECPublicKey());
        assertThat(keys.key("unknown")).isNull();
        assertThat(keys.key("unknown")).isNull();
        assertThat(fetches).hasValue(1);
        nanos.addAndGet(RemoteKeys.RETRY_AFTER.toNanos());
        assertThat(keys.key("unknown")).isNull();
        assertThat(fetches).hasValue(2);

        source.stop(0);
        nanos.addAndGet(RemoteKeys.RETRY_AFTER.toNanos());
        assertThat(keys.key("unknown")).isNull();
        assertThat(keys.key("ours")).isNotNull();
        assertThat(new RemoteKeys(address, file, nanos::get).key("ours")).isNotNull();
    }

    @Test
    void withoutAnyKeyTheAnswerIsToComeBack(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("jwks.json"), "{not json");
        RemoteKeys keys = new RemoteKeys(URI.create("http://127.0.0.1:1/jwks"), broken);

        assertThat(keys.isReady()).isFalse();
        assertThatThrownBy(() -> keys.key("ours"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().status()).isEqualTo(503));
    }

    private static HttpServer jwksServer(AtomicInteger fetches) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = new JWKSet(KEY).toString(true).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private @Nullable ECPublicKey lookUp(String keyId) {
        try {
            return published != null && keyId.equals(published.getKeyID()) ? published.toECPublicKey() : null;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().status()).isEqualTo(401));
    }

    private static String token(ECKey key, String subject, @Nullable Instant expiresAt) throws JOSEException {
        return signed(JWSAlgorithm.ES256, new ECDSASigner(key), subject, expiresAt, key.getKeyID());
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, String subject, Instant expiresAt)
            throws JOSEException {
        return signed(algorithm, signer, subject, expiresAt, "ours");
    }

    private static String signed(
            JWSAlgorithm algorithm, JWSSigner signer, String subject, @Nullable Instant expiresAt, String keyId)
            throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(keyId).build(),
                new JWTClaimsSet.Builder()
                        .subject(subject)
                        .jwtID("session")
                        .issueTime(Date.from(NOW))
                        .expirationTime(expiresAt == null ? null : Date.from(expiresAt))
                        .build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
