package dev.skein.http.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of media in answers. With a public address they never change and may be cached for ever: media are never written over. Without one they are signed for a week, the same for a day on all instances.
 */
public final class MediaUrls {
    private static final Duration SIGNED_FOR = Duration.ofDays(7);
    private static final int REMEMBERED = 50_000;

    /** A signed address as of a day. */
    private record Signed(String id, Instant day) {}

    private final MediaConfig config;
    private final Clock clock;
    private final @Nullable PresignedUrls presigned;
    private final Cache<Signed, String> signed =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public MediaUrls(MediaConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.presigned = config.isSet() ? new PresignedUrls(config) : null;
    }

    /** Where a medium can be read. */
    public String of(String id) {
        if (!config.publicUrl().isEmpty()) {
            return config.publicUrl() + "/" + id;
        }
        PresignedUrls urls = presigned;
        if (urls == null) {
            // Nothing can have been uploaded here; what was elsewhere has an address there.
            return "/media/" + id;
        }
        Instant day = clock.instant().truncatedTo(ChronoUnit.DAYS);
        return signed.get(new Signed(id, day), key -> urls.sign(
                        "GET", id, Map.of(), SIGNED_FOR, Clock.fixed(day, clock.getZone()))
                .toString());
    }
}
