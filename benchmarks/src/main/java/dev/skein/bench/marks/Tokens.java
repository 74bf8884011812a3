package dev.skein.bench.marks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.skein.bench.client.Credential;
import dev.skein.bench.client.Origin;
import dev.skein.bench.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.stream.IntStream;

/** Signs people's tokens as the ingest API does, and publishes the key to check them with. */
final class Tokens implements AutoCloseable {
    private static final String KEY_ID = "bench";

    private final ECKey key;
    private final HttpServer server;

    private Tokens(ECKey key, HttpServer server) {
        this.key = key;
        this.server = server;
    }

    static Tokens start() throws IOException {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(KEY_ID)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            byte[] published = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, published.length);
                exchange.getResponseBody().write(published);
                exchange.close();
            });
            server.start();
            return new Tokens(key, server);
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK can make keys on P-256", e);
        }
    }

    /** Where the key is published. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    }

    /** The request for the first page of everybody's home timeline, by their number. */
    Request[] pages(Population population, Stage stage) {
        Request[] pages = new Request[population.people()];
        IntStream.range(0, pages.length).parallel().forEach(person -> pages[person] = page(population, stage, person));
        return pages;
    }

    /** The request for the first page of somebody's home timeline. */
    Request page(Population population, Stage stage, int person) {
        return Request.of(
                Origin.parse(stage.system().query(1).toString()),
                "GET",
                "/v1/timelines/home?limit=" + Sample.PAGE,
                Credential.bearer(token(population.id(person))));
    }

    private String token(long userId) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY_ID).build(),
                new JWTClaimsSet.Builder()
                        .subject(Long.toString(userId))
                        .jwtID("bench-" + userId)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(1, ChronoUnit.DAYS)))
                        .build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
        return jwt.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
