package dev.skein.ingest.media;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdGenerator;
import dev.skein.http.ApiError;
import dev.skein.http.ApiException;
import dev.skein.http.media.MediaConfig;
import dev.skein.ingest.postgres.MediaStore;
import dev.skein.ingest.postgres.MediaStore.Row;
import dev.skein.ingest.rules.MediaRules;
import dev.skein.schemas.tweet.Media;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Media from the wish to upload to the tweet that shows them.
 *
 * <p>A client is given an address to put the bytes to, good for one object of one type and length; they never pass us. A tweet that names media takes them in PostgreSQL, so that no other one can and no sweep removes them, and the
 * storage says whether they are there. What no tweet took in time is removed.
 */
public final class Uploads {
    private static final String FIELD = "mediaIds";
    /** Of one account, in no tweet yet. */
    private static final int UNUSED_MAX = 100;

    private static final int SWEPT_MAX = 200;

    /** Where to put what; the headers must be sent as they are, and as many bytes as were announced. */
    public record Upload(long id, URI address, Map<String, String> headers, Instant expiresAt) {}

    private final MediaStore store;
    private final @Nullable ObjectStorage objects;
    private final IdGenerator ids;
    private final Duration uploadWithin;
    private final Duration unusedKept;
    private final Clock clock;
    private final Counter removed;

    /**
     * @param uploadWithin how long an address is good for
     * @param unusedKept after which a medium that is in no tweet is removed
     */
    public Uploads(
            MediaConfig config,
            MediaStore store,
            IdGenerator ids,
            Duration uploadWithin,
            Duration unusedKept,
            Clock clock,
            MeterRegistry meters) {
        this.store = store;
        // The storage compares signatures with its own clock.
        this.objects = config.isSet() ? new ObjectStorage(config, Clock.systemUTC()) : null;
        this.ids = ids;
        this.uploadWithin = uploadWithin;
        this.unusedKept = unusedKept;
        this.clock = clock;
        this.removed = Counter.builder("skein.media.removed").register(meters);
    }

    /** Makes the bucket if need be. */
    public void prepare() {
        if (objects != null) {
            objects.prepare();
        }
    }

    /**
     * Hands out an address to upload to; 429 where too many of somebody's lie unused.
     *
     * @param contentType one that {@link MediaRules} allows
     * @param bytes within its bounds
     */
    public Upload begin(long owner, String contentType, long bytes) {
        ObjectStorage storage = storage();
        long id = ids.next(Id.shard(owner));
        if (!store.insert(owner, new Row(id, contentType, bytes), clock.millis(), UNUSED_MAX)) {
            throw new ApiException(new ApiError.TooManyRequests(
                    "You have " + UNUSED_MAX + " media that are in no tweet. Use them, or wait until they are removed.",
                    unusedKept));
        }
        Map<String, String> headers =
                new TreeMap<>(Map.of("Content-Type", contentType, "Cache-Control", ObjectStorage.CACHE_CONTROL));
        return new Upload(
                id,
                storage.upload(Long.toString(id), headers, bytes, uploadWithin),
                headers,
                clock.instant().plus(uploadWithin));
    }

    /**
     * Takes media for a tweet. On the caller's thread, it asks PostgreSQL.
     *
     * @throws ApiException 422 where one is not the owner's, in another tweet, or does not go with the others
     */
    public List<Media> take(long owner, List<Long> mediaIds, long tweet) {
        if (mediaIds.isEmpty()) {
            return List.of();
        }
        storage();
        Map<Long, Row> taken = new HashMap<>();
        store.claim(owner, mediaIds, tweet).forEach(row -> taken.put(row.id(), row));
        for (Long id : mediaIds) {
            if (!taken.containsKey(id)) {
                release(tweet);
                throw ApiException.unprocessable(FIELD, "You have no medium " + id + " that is in no other tweet.");
            }
        }
        List<Media> media = mediaIds.stream()
                .map(id -> new Media(
                        id.toString(), Objects.requireNonNull(taken.get(id)).contentType()))
                .toList();
        String wrong =
                MediaRules.together(media.stream().map(Media::getContentType).toList());
        if (wrong != null) {
            release(tweet);
            throw ApiException.unprocessable(FIELD, wrong);
        }
        return media;
    }

    /** Asks the storage whether media were uploaded as announced; fails with 422 where not, with 503 where that is not known. */
    public CompletableFuture<Void> requireUploaded(List<Media> media) {
        return CompletableFuture.allOf(media.stream()
                .map(medium -> storage().find(medium.getId()).thenAccept(found -> {
                    // Length and type are in the signature: what is there is what was announced.
                    if (found.isEmpty() || !found.get().contentType().equals(medium.getContentType())) {
                        throw ApiException.unprocessable(FIELD, "The medium " + medium.getId() + " was not uploaded.");
                    }
                }))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Gives back what was taken for a tweet that was refused. */
    public void release(long tweet) {
        store.release(tweet, clock.millis());
    }

    /** Lets go of what belonged to a tweet that was deleted: it is removed with the next sweep. */
    public void tweetDeleted(long tweet) {
        store.tweetDeleted(tweet);
    }

    /** Removes what has been in no tweet for too long. */
    public void sweep() {
        ObjectStorage storage = objects;
        if (storage == null) {
            return;
        }
        long before = clock.millis() - unusedKept.toMillis();
        int count;
        do {
            count = store.sweep(before, SWEPT_MAX, id -> storage.remove(Long.toString(id)));
            removed.increment(count);
        } while (count == SWEPT_MAX);
    }

    private ObjectStorage storage() {
        if (objects == null) {
            throw ApiException.unavailable("There is no storage for media here.");
        }
        return objects;
    }
}
