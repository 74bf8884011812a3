package dev.skein.ingest.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * How often a password may be guessed wrong through this instance: for an account, from wherever, and from an address, at whomever.
 *
 * <p>An attempt takes its place before the password is looked at and gets it back where it was right, so that a thousand attempts at once are no way round, and only failures count.
 * While an account's places are taken, the right password is refused as well: otherwise one could go on guessing. Sessions that are open go on.
 */
public final class FailedLogins {
    private static final int REMEMBERED = 200_000;

    private final int perAccount;
    private final int perAddress;
    private final Duration window;
    private final TimeMeter time;
    private final Cache<String, Bucket> accounts;
    private final Cache<String, Bucket> addresses;
    private final Counter succeeded;
    private final Counter failed;
    private final Counter refused;

    /**
     * @param perAccount failures within a window, at least 1
     * @param perAddress failures within a window, at least 1
     */
    public FailedLogins(int perAccount, int perAddress, Duration window, Clock clock, MeterRegistry meters) {
        this.perAccount = perAccount;
        this.perAddress = perAddress;
        this.window = window;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return clock.millis() * 1_000_000;
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
        this.accounts = remembering(window);
        this.addresses = remembering(window);
        this.succeeded = outcome("succeeded", meters);
        this.failed = outcome("failed", meters);
        this.refused = outcome("refused", meters);
    }

    // What was not touched for a window is full again, so forgetting it changes nothing.
    private static Cache<String, Bucket> remembering(Duration window) {
        return Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterAccess(window)
                .build();
    }

    private static Counter outcome(String outcome, MeterRegistry meters) {
        return Counter.builder("skein.logins").tag("outcome", outcome).register(meters);
    }

    /**
     * Makes an attempt; 429 if it is one too many.
     *
     * @param account whose password is tried: the same word however they were named
     * @param address from where
     * @param attempt whether the password was right; where it fails otherwise, nothing counts
     */
    public CompletableFuture<Boolean> attempt(
            String account, String address, Supplier<CompletableFuture<Boolean>> attempt) {
        Bucket ofAccount = bucket(accounts, account, perAccount);
        Bucket ofAddress = bucket(addresses, address, perAddress);
        take(ofAddress);
        try {
            take(ofAccount);
        } catch (ApiException e) {
            ofAddress.addTokens(1);
            throw e;
        }
        return attempt.get().whenComplete((right, failure) -> {
            if (failure == null && !right) {
                failed.increment();
                return;
            }
            if (failure == null) {
                succeeded.increment();
            }
            ofAccount.addTokens(1);
            ofAddress.addTokens(1);
        });
    }

    private Bucket bucket(Cache<String, Bucket> buckets, String key, int failures) {
        return buckets.get(key, added -> Bucket.builder()
                .addLimit(limit -> limit.capacity(failures).refillGreedy(failures, window))
                .withCustomTimePrecision(time)
                .build());
    }

    private void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            refused.increment();
            throw new ApiException(new ApiError.TooManyRequests(
                    "Too many attempts failed. Wait before the next one.",
                    Duration.ofNanos(probe.getNanosToWaitForRefill())));
        }
    }
}
