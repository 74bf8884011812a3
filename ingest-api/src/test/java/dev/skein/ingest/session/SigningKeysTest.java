package dev.skein.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.skein.http.JwtVerifier;
import dev.skein.http.Revocations;
import dev.skein.http.TokenVerifier;
import dev.skein.http.testing.MovingClock;
import dev.skein.ingest.postgres.Database;
import dev.skein.ingest.postgres.SigningKeyStore;
import dev.skein.ingest.postgres.TestDatabase;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys take turns in PostgreSQL, between instances, and nobody notices. */
class SigningKeysTest {
    private static final Duration EVERY = Duration.ofHours(10);
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final Database database = TestDatabase.open();
    private final SigningKeyStore store = new SigningKeyStore(database.jdbi());
    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-21T00:00:00Z"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void noValidTokenMeetsAnInstanceThatDoesNotKnowItsKey() throws ParseException {
        // Given two instances, and somebody who looks at the JWKS every few minutes only
        SigningKeys one = keys("");
        SigningKeys other = keys("");
        Tokens issuing = new Tokens(one, LIFETIME, clock);
        Tokens issuingToo = new Tokens(other, LIFETIME, clock);
        Deque<Tokens.Issued> valid = new ArrayDeque<>();
        Set<String> signedBy = new HashSet<>();
        Set<String> seldom = ids(one);

        // When ten turns pass
        for (int step = 0; step < 600; step++) {
            clock.advance(Duration.ofMinutes(10));
            (step % 2 == 0 ? one : other).maintain();
            valid.add(issuing.issue(7));
            valid.add(issuingToo.issue(7));
            signedBy.add(one.signing().getKeyID());
            assertThat(seldom)
                    .as("known before it signs")
                    .contains(one.signing().getKeyID());
            seldom = ids(one);
            while (!valid.getFirst().expiresAt().isAfter(clock.instant())) {
                valid.removeFirst();
            }

            // Then every token that has not expired counts everywhere, the oldest among them
            for (SigningKeys keys : List.of(one, other)) {
                TokenVerifier verifier = new JwtVerifier(keys, clock, Revocations.none());
                assertThat(verifier.verify(valid.getFirst().token()).userId()).isEqualTo(7);
                assertThat(verifier.verify(valid.getLast().token()).userId()).isEqualTo(7);
            }
            assertThat(ids(one)).hasSizeLessThanOrEqualTo(5);
        }
        assertThat(signedBy).hasSizeBetween(9, 12);
    }

    @Test
    void theSetShowsTheKeyThatSignsTheNextAndTheOneBefore() throws ParseException {
        SigningKeys keys = keys("");
        String first = keys.signing().getKeyID();

        clock.advance(EVERY.minusMinutes(5));
        keys.maintain();

        assertThat(keys.signing().getKeyID()).isEqualTo(first);
        assertThat(ids(keys)).hasSize(2).contains(first);
        clock.advance(Duration.ofMinutes(10));
        assertThat(keys.signing().getKeyID()).isNotEqualTo(first);
        assertThat(ids(keys)).hasSize(2).contains(first);
        clock.advance(LIFETIME.plusMinutes(10));
        assertThat(ids(keys)).doesNotContain(first);
        keys.maintain();
        assertThat(store.all()).noneMatch(row -> row.id().equals(first));
        assertThat(JWKSet.parse(keys.publicJwks()).getKeys()).noneMatch(JWK::isPrivate);
    }

    @Test
    void instancesThatStartTogetherMakeOneKey() {
        String first = keys("").signing().getKeyID();

        assertThat(keys("").signing().getKeyID()).isEqualTo(first);
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void withASecretNoPrivateKeyLiesOpen() {
        String first = keys("").signing().getKeyID();
        assertThat(store.all().get(0).jwk()).contains("\"d\"");

        SigningKeys sealed = keys("a secret for the keys");

        assertThat(sealed.signing().getKeyID()).isEqualTo(first);
        assertThat(store.all()).noneMatch(row -> row.jwk().contains("\"d\""));
        assertThat(keys("a secret for the keys").signing().getKeyID()).isEqualTo(first);
        assertThatThrownBy(() -> keys("")).hasMessageContaining("skein.keys.secret is not set");
        assertThatThrownBy(() -> keys("another secret of ours")).hasMessageContaining("another skein.keys.secret");
    }

    private SigningKeys keys(String secret) {
        return new SigningKeys(store, new KeySeal(secret), EVERY, LIFETIME, clock);
    }

    private static Set<String> ids(SigningKeys keys) throws ParseException {
        Set<String> ids = new HashSet<>();
        JWKSet.parse(keys.publicJwks()).getKeys().forEach(key -> ids.add(key.getKeyID()));
        return ids;
    }
}
