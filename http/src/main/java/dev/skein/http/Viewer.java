package dev.skein.http;

import java.time.Instant;

/**
 * Who is asking, as a verified token says.
 *
 * @param userId the user
 * @param tokenId the session ({@code jti}), by which it is revoked
 * @param issuedAt when the token was issued
 * @param expiresAt from when on the token does not count
 */
public record Viewer(long userId, String tokenId, Instant issuedAt, Instant expiresAt) {}
