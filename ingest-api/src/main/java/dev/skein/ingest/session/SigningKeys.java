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
import dev.skein.ingest.session.RotationRules.Rhythm;
import dev.skein.ingest.session.RotationRules.Turn;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that tokens are signed with, shared by all instances through PostgreSQL. They take turns as {@link RotationRules} says; whichever instance sees first that a key is due makes it.
 */
public final class SigningKeys implements KeySource {
    /** How often at most an unknown key id makes us look for a key that another instance added. */
    private static final Duration RELOAD_AFTER = Duration.ofSeconds(10);

    private static final Duration LEAD_MAX = Duration.ofMinutes(10);
    private static final Duration MAINTAINED_EVERY_MAX = Duration.ofSeconds(30);
    /** What clocks may differ by, and how long an instance may take to learn of its next key. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    /** A key, and the part of it that signatures are checked with: making it takes too long to be done for each request. */
    private record Key(ECKey whole, ECPublicKey publicKey) {
        static Key of(ECKey whole) {
            try {
                return new Key(whole, whole.toECPublicKey());
            } catch (JOSEException e) {
                throw new IllegalStateException("Signing key " + whole.getKeyID() + " cannot be used", e);
            }
        }
    }

    private record Loaded(List<Turn> turns, Map<String, Key> keys, long atMillis) {}

    private final SigningKeyStore store;
    private final KeySeal seal;
    private final Rhythm rhythm;
    private final Clock clock;
    private volatile Loaded loaded = new Loaded(List.of(), Map.of(), 0);

    /**
     * @param rotateEvery how long a key signs
     * @param tokenLifetime how long what it signed counts
     */
    public SigningKeys(SigningKeyStore store, KeySeal seal, Duration rotateEvery, Duration tokenLifetime, Clock clock) {
        this.store = store;
        this.seal = seal;
        Duration quarter = rotateEvery.dividedBy(4);
        this.rhythm = new Rhythm(
                rotateEvery, quarter.compareTo(LEAD_MAX) < 0 ? quarter : LEAD_MAX, tokenLifetime.plus(SLACK));
        this.clock = clock;
        maintain();
    }

    /** How often {@link #maintain} is to be called: several times within the time for which a key is published ahead. */
    public Duration maintainedEvery() {
        Duration part = rhythm.lead().dividedBy(4);
        return part.compareTo(MAINTAINED_EVERY_MAX) < 0 ? part : MAINTAINED_EVERY_MAX;
    }

    /** Makes the next key if it is due, removes those that have retired, and learns what other instances did. */
    public void maintain() {
        store.exclusively(table -> {
            long now = clock.millis();
            table.removeRetired(now);
            List<SigningKeyStore.Row> rows = table.all();
            rows.stream()
                    .filter(row -> seal.shouldClose(row.jwk()))
                    .forEach(row -> table.replace(row.id(), seal.close(seal.open(row.jwk()))));
            Long notBefore = RotationRules.next(turns(rows), now, rhythm);
            if (notBefore != null) {
                ECKey next = generate();
                table.retire(RotationRules.retireAt(notBefore, rhythm));
                table.add(next.getKeyID(), seal.close(next), now, notBefore);
                log.info("Key {} signs in {} s", next.getKeyID(), (notBefore - now) / 1_000);
            }
        });
        load();
    }

    /** The key to sign with. */
    ECKey signing() {
        Loaded now = loaded;
        Turn turn = Objects.requireNonNull(RotationRules.signing(now.turns(), clock.millis()), "there is always a key");
        return Objects.requireNonNull(now.keys().get(turn.id())).whole();
    }

    /** All public keys, as {@code /.well-known/jwks.json} answers them: the one that signs, the next, and those before whose tokens still count. */
    public String publicJwks() {
        return new JWKSet(published().stream().<JWK>map(Key::whole).toList()).toString(true);
    }

    /** How many keys are published. */
    public int count() {
        return published().size();
    }

    private List<Key> published() {
        Loaded now = loaded;
        long millis = clock.millis();
        return now.turns().stream()
                .filter(turn -> !turn.isRetired(millis))
                .map(turn -> Objects.requireNonNull(now.keys().get(turn.id())))
                .toList();
    }

    @Override
    public @Nullable ECPublicKey key(String keyId) {
        ECPublicKey key = find(keyId);
        if (key == null && clock.millis() > loaded.atMillis() + RELOAD_AFTER.toMillis()) {
            load();
            key = find(keyId);
        }
        return key;
    }

    private @Nullable ECPublicKey find(String keyId) {
        for (Key key : published()) {
            if (keyId.equals(key.whole().getKeyID())) {
                return key.publicKey();
            }
        }
        return null;
    }

    private void load() {
        Map<String, Key> known = loaded.keys();
        List<SigningKeyStore.Row> rows = store.all();
        Map<String, Key> keys = new HashMap<>();
        for (SigningKeyStore.Row row : rows) {
            // Opening one takes a while on purpose.
            Key opened = known.get(row.id());
            keys.put(row.id(), opened == null ? Key.of(seal.open(row.jwk())) : opened);
        }
        loaded = new Loaded(turns(rows), keys, clock.millis());
    }

    private static List<Turn> turns(List<SigningKeyStore.Row> rows) {
        return rows.stream()
                .map(row -> new Turn(row.id(), row.notBefore(), row.retireAt()))
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
