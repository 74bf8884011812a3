package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Media;
import dev.skein.endtoend.Contract.Tweet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An image goes from its owner to the object storage and from there to whoever reads the tweet; no API ever holds its bytes. */
@ExtendWith(RunningSystem.class)
final class MediaIT {
    private static final byte[] IMAGE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final Skein skein;
    private final HttpClient client = HttpClient.newHttpClient();

    MediaIT(Skein skein) {
        this.skein = skein;
        skein.awaitOuter();
    }

    @Test
    void theBucketTakesNothingThatIsNotSigned() throws Exception {
        HttpRequest put = HttpRequest.newBuilder(URI.create(skein.bucket() + "/x"))
                .PUT(BodyPublishers.ofByteArray(IMAGE))
                .build();

        assertThat(client.send(put, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoReadsATweetFindsItsImage() throws Exception {
        // Given a follower, and an image that was uploaded
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        bob.follow(ada);
        JsonNode upload = ada.at(skein.ingest(), "POST", "/v1/media")
                .json(Map.of("contentType", "image/png", "bytes", IMAGE.length))
                .send()
                .expect(201)
                .json();
        HttpRequest.Builder put = HttpRequest.newBuilder(
                        URI.create(upload.path("uploadUrl").asText()))
                .PUT(BodyPublishers.ofByteArray(IMAGE));
        upload.path("headers")
                .properties()
                .forEach(header -> put.header(header.getKey(), header.getValue().asText()));
        assertThat(client.send(put.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);

        // When a tweet shows it and nothing else
        Tweet tweet = ada.post(Map.of("mediaIds", List.of(upload.path("id").asText())));

        // Then it is in the follower's timeline, at an address that answers the bytes, for ever
        Item item = Eventually.holds(() -> bob.home().item(tweet.id()), found -> assertThat(found.media())
                .hasSize(1));
        Media media = item.media().get(0);
        assertThat(media.id()).isEqualTo(upload.path("id").asText());
        assertThat(media.contentType()).isEqualTo("image/png");
        HttpResponse<byte[]> read = client.send(
                HttpRequest.newBuilder(URI.create(media.url())).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(IMAGE);
        assertThat(read.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        for (Api query : skein.queries()) {
            assertThat(query.get("/v1/tweets/" + tweet.id())
                            .send()
                            .expect(200)
                            .as(Tweet.class)
                            .media())
                    .as("the same address everywhere")
                    .containsExactly(media);
        }

        // And an edit through another instance's answers keeps it
        assertThat(ada.edit(tweet, "a duck").media()).extracting(Media::id).containsExactly(media.id());
    }
}
