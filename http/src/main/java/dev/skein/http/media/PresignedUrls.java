package dev.skein.http.media;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs requests to the bucket with AWS' Signature Version 4 in the query, so that whoever has the address may make that request and no other. Path-style, as every S3 knows it. */
public final class PresignedUrls {
    private final MediaConfig config;
    private final AwsCredentialsIdentity credentials;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** @param config of a storage that is set */
    public PresignedUrls(MediaConfig config) {
        this.config = config;
        this.credentials = AwsCredentialsIdentity.create(config.accessKey(), config.secretKey());
    }

    /**
     * The address of a request.
     *
     * @param key of the object; empty for the bucket itself
     * @param headers that the request must carry as they are
     * @param validFor at most 7 days
     * @param clock as of when it is signed
     */
    public URI sign(String method, String key, Map<String, String> headers, Duration validFor, Clock clock) {
        String path = key.isEmpty() ? "" : "/" + key;
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(URI.create(config.endpoint() + "/" + config.bucket() + path));
        headers.forEach(request::putHeader);
        return signer.sign(sign -> sign.identity(credentials)
                        .request(request.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, config.region())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, validFor)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request()
                .getUri();
    }
}
