package dev.skein.ingest.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be uploaded, and what of it may stand in one tweet. */
public final class MediaRules {
    /** Images in one tweet. */
    public static final int IMAGES_MAX = 4;

    /** Videos in one tweet, and then no images. */
    public static final int VIDEOS_MAX = 1;

    public static final long IMAGE_BYTES_MAX = 5L << 20;
    public static final long VIDEO_BYTES_MAX = 512L << 20;

    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Set<String> VIDEOS = Set.of("video/mp4", "video/webm");

    private MediaRules() {}

    /** What is wrong with a content type, or null. */
    public static @Nullable String contentType(String type) {
        return IMAGES.contains(type) || VIDEOS.contains(type)
                ? null
                : "must be one of image/jpeg, image/png, image/gif, image/webp, video/mp4 and video/webm";
    }

    /** How long something of this content type may be. */
    public static long bytesMax(String contentType) {
        return VIDEOS.contains(contentType) ? VIDEO_BYTES_MAX : IMAGE_BYTES_MAX;
    }

    /** What is wrong with media of these content types in one tweet, or null. */
    public static @Nullable String together(List<String> contentTypes) {
        long videos = contentTypes.stream().filter(VIDEOS::contains).count();
        long images = contentTypes.size() - videos;
        return images <= IMAGES_MAX && videos <= VIDEOS_MAX && (videos == 0 || images == 0)
                ? null
                : "A tweet has at most " + IMAGES_MAX + " images or one video.";
    }
}
