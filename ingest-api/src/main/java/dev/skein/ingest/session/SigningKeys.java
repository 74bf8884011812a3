package dev.skein.ingest.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.skein.http.KeySource;
import dev.skein.ingest.postgres.SigningKeyStore;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys that tokens are signed with, shared by all instances through PostgreSQL; the first instance ever makes the first one. */
public final class SigningKeys implements KeySource {
    /** How often at most an unknown key id makes us look for a key that another instance added. */
    private static final Duration RELOAD_AFTER = Duration.ofSeconds(10);

    private record Loaded(List<ECKey> keys, Instant at) {}

    private final SigningKeyStore store;
    private final Clock clock;
    private volatile Loaded loaded;

    public SigningKeys(SigningKeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        List<ECKey> keys = load();
        if (keys.isEmpty()) {
            ECKey first = generate();
            store.addFirst(first.getKeyID(), first.toJSONString(), clock.millis());
            keys = load();
        }
        this.loaded = new Loaded(keys, clock.instant());
    }

    /** The key to sign with: the newest. */
    ECKey signing() {
        return loaded.keys().get(0);
    }

    /** All public keys, as {@code /.well-known/jwks.json} answers them. */
    public String publicJwks() {
        return new JWKSet(loaded.keys().stream().<JWK>map(key -> key).toList()).toString(true);
    }

    @Override
    public @Nullable ECPublicKey key(String keyId) {
        ECPublicKey key = find(keyId);
        if (key == null && clock.instant().isAfter(loaded.at().plus(RELOAD_AFTER))) {
            loaded = new Loaded(load(), clock.instant());
            key = find(keyId);
        }
        return key;
    }

    private @Nullable ECPublicKey find(String keyId) {
        for (ECKey key : loaded.keys()) {
            if (keyId.equals(key.getKeyID())) {
                try {
                    return key.toECPublicKey();
                } catch (JOSEException e) {
                    throw new IllegalStateException("Signing key " + keyId + " cannot be used", e);
                }
            }
        }
        return null;
    }

    private List<ECKey> load() {
        return store.all().stream()
                .map(jwk -> {
                    try {
                        return ECKey.parse(jwk);
                    } catch (ParseException e) {
                        throw new IllegalStateException("The table signing_keys holds a key that cannot be read", e);
                    }
                })
                .toList();
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every JDK can make keys on P-256", e);
        }
    }
}
