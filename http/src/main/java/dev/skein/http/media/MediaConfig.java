package dev.skein.http.media;

import dev.skein.http.Settings;
import java.net.URI;

/**
 * An object storage that speaks S3.
 *
 * @param endpoint as clients reach it, since they upload to it; empty: there is none
 * @param bucket in which all media lie, by their ids
 * @param publicUrl under which everybody may read the bucket, a CDN's address as a rule; empty: addresses are signed
 */
public record MediaConfig(
        String endpoint, String region, String bucket, String accessKey, String secretKey, String publicUrl) {

    public MediaConfig {
        endpoint = address("skein.media.s3.endpoint", endpoint);
        publicUrl = address("skein.media.s3.public-url", publicUrl);
        if (!endpoint.isEmpty() && (bucket.isEmpty() || accessKey.isEmpty() || secretKey.isEmpty())) {
            throw new IllegalArgumentException(
                    "skein.media.s3.endpoint wants skein.media.s3.bucket, .access-key and .secret-key beside it");
        }
    }

    /** Reads every key. */
    public static MediaConfig from(Settings settings) {
        return new MediaConfig(
                settings.string("media.s3.endpoint", ""),
                settings.string("media.s3.region", "us-east-1"),
                settings.string("media.s3.bucket", "media"),
                settings.string("media.s3.access-key", ""),
                settings.string("media.s3.secret-key", ""),
                settings.string("media.s3.public-url", ""));
    }

    /** Whether there is an object storage. */
    public boolean isSet() {
        return !endpoint.isEmpty();
    }

    private static String address(String key, String value) {
        String stripped = value.strip();
        if (stripped.isEmpty()) {
            return "";
        }
        try {
            URI uri = URI.create(stripped);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return stripped.endsWith("/") ? stripped.substring(0, stripped.length() - 1) : stripped;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(key + " is '" + value + "' but must be an http address");
    }

    @Override
    public String toString() {
        return "MediaConfig[" + endpoint + " " + bucket + "]";
    }
}
