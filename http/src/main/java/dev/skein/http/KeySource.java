package dev.skein.http;

import java.security.interfaces.ECPublicKey;
import org.jspecify.annotations.Nullable;

/** Where the public keys of tokens come from. */
@FunctionalInterface
public interface KeySource {

    /**
     * The key of that id, or null if there is none.
     *
     * @throws ApiException 503 if no key is known at all
     */
    @Nullable
    ECPublicKey key(String keyId);
}
