package dev.skein.ingest.session;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedDecrypter;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;

/**
 * How private keys lie in the table: as JWK, or, with a secret, as the encrypted JWK of RFC 7517 §7 (PBES2 with HMAC-SHA512, AES-256-GCM), so that a copy of the database signs nothing.
 *
 * @param secret empty for none
 */
public record KeySeal(String secret) {
    private static final int SALT_BYTES = 16;
    /** As OWASP asks for with HMAC-SHA512; paid once a key and process. */
    private static final int ITERATIONS = 210_000;

    String close(ECKey key) {
        if (secret.isEmpty()) {
            return key.toJSONString();
        }
        JWEObject jwe = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM)
                        .contentType("jwk+json")
                        .build(),
                new Payload(key.toJSONString()));
        try {
            jwe.encrypt(new PasswordBasedEncrypter(secret, SALT_BYTES, ITERATIONS));
        } catch (JOSEException e) {
            throw new IllegalStateException("Every JDK has PBKDF2 and AES-GCM", e);
        }
        return jwe.serialize();
    }

    /**
     * @throws IllegalStateException where the secret is missing or another one
     */
    ECKey open(String stored) {
        try {
            if (isOpen(stored)) {
                return ECKey.parse(stored);
            }
            if (secret.isEmpty()) {
                throw new IllegalStateException(
                        "The table signing_keys holds encrypted keys, and skein.keys.secret is not set");
            }
            JWEObject jwe = JWEObject.parse(stored);
            jwe.decrypt(new PasswordBasedDecrypter(secret));
            return ECKey.parse(jwe.getPayload().toString());
        } catch (ParseException e) {
            throw new IllegalStateException("The table signing_keys holds a key that cannot be read", e);
        } catch (JOSEException e) {
            throw new IllegalStateException(
                    "The table signing_keys holds keys that were encrypted with another skein.keys.secret", e);
        }
    }

    /** Whether a stored key should be stored anew. */
    boolean shouldClose(String stored) {
        return !secret.isEmpty() && isOpen(stored);
    }

    private static boolean isOpen(String stored) {
        return stored.startsWith("{");
    }

    @Override
    public String toString() {
        return "KeySeal[" + (secret.isEmpty() ? "open" : "closed") + "]";
    }
}
