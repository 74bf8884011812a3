package dev.skein.ingest.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** How often an account may write through this instance: a bucket that holds a minute's worth and refills evenly. */
public final class WriteLimits {
    private static final int ACCOUNTS = 100_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    // A bucket that was not touched for a minute is full, so forgetting it changes nothing.
    private final Cache<Long, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(ACCOUNTS)
            .expireAfterAccess(MINUTE)
            .build();

    /** @param perMinute writes a minute, 0 for no limit */
    public WriteLimits(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Counts a write; 429 if it is one too many. */
    public void count(long userId) {
        if (perMinute == 0) {
            return;
        }
        Bucket bucket = buckets.get(userId, id -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ApiException(new ApiError.TooManyRequests(
                    "An account may write " + perMinute + " times a minute.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill())));
        }
    }
}
