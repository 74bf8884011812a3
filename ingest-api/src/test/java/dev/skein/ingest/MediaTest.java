package dev.skein.ingest;

import static dev.skein.ingest.RunningIngest.field;
import static dev.skein.ingest.RunningIngest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.catalog.Id;
import dev.skein.http.Settings;
import dev.skein.http.media.MediaConfig;
import dev.skein.http.media.PresignedUrls;
import dev.skein.ingest.RunningIngest.Person;
import dev.skein.schemas.tweet.Media;
import dev.skein.schemas.tweet.TweetEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images and videos, on a real PostgreSQL and a real S3 server. */
class MediaTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static ObjectServer objects;
    private static RunningIngest ingest;

    /** Something that may be uploaded. */
    private record Upload(String id, URI address, Map<String, String> headers) {}

    @BeforeAll
    static void start() throws Exception {
        objects = new ObjectServer(folder);
        ingest = new RunningIngest(objects.settings());
    }

    @AfterAll
    static void stop() {
        ingest.close();
        objects.close();
    }

    @Test
    void anUploadedImageStandsInATweetUnderAnAddressThatIsCachedForEver() throws Exception {
        Person ada = ingest.register();
        Upload upload = begin(ada, "image/png", 5);
        assertThat(Id.shard(Long.parseLong(upload.id()))).isEqualTo(Id.shard(ada.id()));
        assertThat(put(upload, "hello").statusCode()).isEqualTo(200);

        HttpResponse<String> posted = ingest.post(ada, "{\"mediaIds\":[\"" + upload.id() + "\"]}");

        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
        JsonNode medium = json(posted).at("/media/0");
        assertThat(medium.get("id").textValue()).isEqualTo(upload.id());
        assertThat(medium.get("contentType").textValue()).isEqualTo("image/png");
        assertThat(json(posted).get("text").textValue()).isEmpty();
        assertThat(ingest.log.last(TweetEvent.class).getTweet().getMedia())
                .containsExactly(new Media(upload.id(), "image/png"));
        HttpResponse<String> read = get(URI.create(medium.get("url").textValue()));
        assertThat(read.body()).isEqualTo("hello");
        assertThat(read.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(read.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");

        HttpResponse<String> edited = ingest.send(
                "PATCH",
                "/v1/tweets/" + json(posted).get("id").textValue(),
                ada.token(),
                "{\"text\":\"with a word to it\"}");
        assertThat(json(edited).at("/media/0/id").textValue()).isEqualTo(upload.id());
    }

    @Test
    void onlyWhatWasAnnouncedCanBeUploaded() throws Exception {
        Person ada = ingest.register();
        Upload upload = begin(ada, "image/gif", 5);

        assertThat(put(upload, "too long").statusCode()).isEqualTo(403);
        Map<String, String> asHtml = new HashMap<>(upload.headers());
        asHtml.put("Content-Type", "text/html");
        assertThat(put(new Upload(upload.id(), upload.address(), asHtml), "hello")
                        .statusCode())
                .isEqualTo(403);
        Map<String, String> uncached = new HashMap<>(upload.headers());
        uncached.remove("Cache-Control");
        assertThat(put(new Upload(upload.id(), upload.address(), uncached), "hello")
                        .statusCode())
                .isEqualTo(403);
        URI elsewhere = URI.create(upload.address().toString().replace(upload.id(), "1"));
        assertThat(put(new Upload(upload.id(), elsewhere, upload.headers()), "hello")
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "image/svg+xml, 5, contentType",
        "text/html, 5, contentType",
        "image/png, 0, bytes",
        "image/png, 5242881, bytes",
        "video/mp4, 536870913, bytes",
        "video/webm, 1.5, bytes",
        "video/webm, true, bytes"
    })
    void whatCannotBeUploadedIsRefusedByItsField(String contentType, String bytes, String field) throws Exception {
        HttpResponse<String> response = ingest.send(
                "POST",
                "/v1/media",
                ingest.register().token(),
                "{\"contentType\":\"" + contentType + "\",\"bytes\":" + bytes + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(field(response)).isEqualTo(field);
    }

    @Test
    void aTweetNamesOnlyMediaThatWereUploadedAreOnesOwnAndGoTogether() throws Exception {
        Person ada = ingest.register();
        Person bob = ingest.register();
        Upload missing = begin(ada, "image/png", 5);
        Upload image = uploaded(ada, "image/png");
        Upload video = uploaded(ada, "video/mp4");
        Upload bobs = uploaded(bob, "image/jpeg");
        int events = ingest.log.events().size();

        assertRefused(ada, 422, missing);
        assertRefused(ada, 422, bobs);
        assertRefused(ada, 422, image, video);
        assertRefused(ada, 422, image, missing);
        assertRefused(ada, 400, image, image);
        assertRefused(ada, 400, image, image, image, image, image);
        for (String nonsense : List.of("[\"x\"]", "[1]", "\"x\"", "[\"9223372036854775807000\"]")) {
            HttpResponse<String> response = ingest.post(ada, "{\"text\":\"a\",\"mediaIds\":" + nonsense + "}");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(field(response)).isEqualTo("mediaIds");
        }
        assertThat(field(ingest.post(ada, "{\"text\":\" \",\"mediaIds\":[\"" + image.id() + "\"]}")))
                .isEqualTo("text");
        assertThat(ingest.log.events()).hasSize(events);

        // What was refused can be used, once.
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> tweet(ada, "one", image).statusCode() == 201);
        assertRefused(ada, 422, image);
        assertThat(tweet(ada, "two", video).statusCode()).isEqualTo(201);
    }

    @Test
    void aRepeatedPostAnswersTheSameTweetWithItsMedia() throws Exception {
        Person ada = ingest.register();
        String body = "{\"text\":\"once\",\"mediaIds\":[\""
                + uploaded(ada, "image/webp").id() + "\"]}";

        HttpResponse<String> first = ingest.send("POST", "/v1/tweets", ada.token(), body, "Idempotency-Key", "m-1");
        HttpResponse<String> again = ingest.send("POST", "/v1/tweets", ada.token(), body, "Idempotency-Key", "m-1");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void underAPublicAddressNothingIsSigned() throws Exception {
        Map<String, String> settings = new HashMap<>(objects.settings());
        settings.put("skein.media.s3.public-url", "https://cdn.example.org/media/");
        try (RunningIngest behindCdn = new RunningIngest(settings)) {
            Person ada = behindCdn.register();
            Upload upload = begin(behindCdn, ada, "image/png", 5);
            put(upload, "hello");

            HttpResponse<String> posted = behindCdn.post(ada, "{\"mediaIds\":[\"" + upload.id() + "\"]}");

            assertThat(json(posted).at("/media/0/url").textValue())
                    .isEqualTo("https://cdn.example.org/media/" + upload.id());
        }
    }

    @Test
    void whatWasNeverUsedAndWhatADeletedTweetHadAreRemoved() throws Exception {
        Map<String, String> settings = new HashMap<>(objects.settings());
        // Three uploads of a few bytes: not so short that a busy machine needs longer for them.
        settings.put("skein.media.upload-within", "PT5S");
        settings.put("skein.media.unused-kept", "PT6S");
        try (RunningIngest sweeping = new RunningIngest(settings)) {
            Person ada = sweeping.register();
            Upload unused = begin(sweeping, ada, "image/png", 5);
            put(unused, "hello");
            URI unusedAddress = new PresignedUrls(MediaConfig.from(Settings.of(settings)))
                    .sign("GET", unused.id(), Map.of(), Duration.ofMinutes(1), Clock.systemUTC());
            assertThat(get(unusedAddress).statusCode()).isEqualTo(200);
            HttpResponse<String> kept = post(sweeping, ada);
            HttpResponse<String> deleted = post(sweeping, ada);

            String tweet = "/v1/tweets/" + json(deleted).get("id").textValue();
            assertThat(sweeping.send("DELETE", tweet, ada.token(), null).statusCode())
                    .isEqualTo(204);
            await(() -> get(image(deleted)).statusCode() == 404);

            await(() -> get(unusedAddress).statusCode() == 404);
            assertThat(sweeping.post(ada, "{\"mediaIds\":[\"" + unused.id() + "\"]}")
                            .statusCode())
                    .isEqualTo(422);
            assertThat(get(image(kept)).statusCode()).isEqualTo(200);
        }
    }

    /** A tweet with an image. */
    private static HttpResponse<String> post(RunningIngest ingest, Person person) throws Exception {
        Upload upload = begin(ingest, person, "image/png", 5);
        put(upload, "hello");
        HttpResponse<String> posted = ingest.post(person, "{\"mediaIds\":[\"" + upload.id() + "\"]}");
        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
        return posted;
    }

    private static URI image(HttpResponse<String> tweet) throws Exception {
        return URI.create(json(tweet).at("/media/0/url").textValue());
    }

    @Test
    void withoutAStorageMediaAreUnavailable() throws Exception {
        try (RunningIngest without = new RunningIngest(Map.of())) {
            Person ada = without.register();
            assertThat(without.send("POST", "/v1/media", ada.token(), "{\"contentType\":\"image/png\",\"bytes\":5}")
                            .statusCode())
                    .isEqualTo(503);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private static void assertRefused(Person person, int status, Upload... media) throws Exception {
        HttpResponse<String> response = tweet(person, "refused", media);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(field(response)).isEqualTo("mediaIds");
    }

    private static HttpResponse<String> tweet(Person person, String text, Upload... media) throws Exception {
        String ids = String.join(
                ",",
                Arrays.stream(media).map(upload -> "\"" + upload.id() + "\"").toList());
        return ingest.post(person, "{\"text\":\"" + text + "\",\"mediaIds\":[" + ids + "]}");
    }

    private static Upload uploaded(Person person, String contentType) throws Exception {
        Upload upload = begin(person, contentType, 5);
        assertThat(put(upload, "hello").statusCode()).isEqualTo(200);
        return upload;
    }

    private static Upload begin(Person person, String contentType, long bytes) throws Exception {
        return begin(ingest, person, contentType, bytes);
    }

    private static Upload begin(RunningIngest at, Person person, String contentType, long bytes) throws Exception {
        HttpResponse<String> response = at.send(
                "POST",
                "/v1/media",
                person.token(),
                "{\"contentType\":\"" + contentType + "\",\"bytes\":" + bytes + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode upload = json(response);
        Map<String, String> headers = new HashMap<>();
        upload.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().textValue()));
        return new Upload(
                upload.get("id").textValue(), URI.create(upload.get("uploadUrl").textValue()), headers);
    }

    private static HttpResponse<String> put(Upload upload, String bytes) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(upload.address()).PUT(BodyPublishers.ofString(bytes));
        upload.headers().forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
