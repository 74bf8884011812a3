package dev.skein.ingest.api;

import dev.skein.http.Bearer;
import dev.skein.http.Json;
import dev.skein.http.JsonBody;
import dev.skein.http.Rfc3339;
import dev.skein.ingest.media.Uploads;
import dev.skein.ingest.postgres.UserRow;
import dev.skein.ingest.rules.MediaRules;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiDescription;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiRequestBody;
import io.javalin.openapi.OpenApiRequired;
import io.javalin.openapi.OpenApiResponse;
import io.javalin.openapi.OpenApiSecurity;
import java.util.Map;

/** Uploading images and videos. */
public final class MediaHandlers {

    /** What is to be uploaded. */
    @OpenApiName("NewMedia")
    public record NewMedia(
            @OpenApiRequired
                    @OpenApiDescription("image/jpeg, image/png, image/gif, image/webp, video/mp4 or video/webm")
                    String contentType,
            @OpenApiRequired @OpenApiDescription("of an image at most 5 MiB, of a video at most 512 MiB") long bytes) {

        static NewMedia from(JsonBody body) {
            String contentType = body.requiredString("contentType", MediaRules::contentType);
            NewMedia media =
                    new NewMedia(contentType, body.requiredNumber("bytes", 1, MediaRules.bytesMax(contentType)));
            body.done();
            return media;
        }
    }

    /** Where to put it: PUT to {@code uploadUrl} with these headers and exactly as many bytes as were announced. */
    @OpenApiName("Upload")
    public record UploadJson(String id, String uploadUrl, Map<String, String> headers, String expiresAt) {

        @Override
        public String toString() {
            return "UploadJson[" + id + "]";
        }
    }

    private final Actors actors;
    private final Uploads uploads;

    public MediaHandlers(Actors actors, Uploads uploads) {
        this.actors = actors;
        this.uploads = uploads;
    }

    @OpenApi(
            path = "/v1/media",
            methods = HttpMethod.POST,
            operationId = "beginUpload",
            summary = "Get an address to upload an image or a video to, for a tweet's mediaIds",
            tags = "Tweets",
            security = @OpenApiSecurity(name = Bearer.TOKEN),
            requestBody =
                    @OpenApiRequestBody(
                            required = true,
                            content =
                                    @OpenApiContent(
                                            from = NewMedia.class,
                                            example = "{\"contentType\": \"image/png\", \"bytes\": 48213}")),
            responses = @OpenApiResponse(status = "201", content = @OpenApiContent(from = UploadJson.class)))
    public void begin(Context ctx) {
        UserRow owner = actors.writer(ctx);
        NewMedia media = NewMedia.from(JsonBody.read(ctx));
        Uploads.Upload upload = uploads.begin(owner.id(), media.contentType(), media.bytes());
        ctx.header("Cache-Control", "no-store");
        Json.answer(
                ctx,
                201,
                new UploadJson(
                        Long.toString(upload.id()),
                        upload.address().toString(),
                        upload.headers(),
                        Rfc3339.format(upload.expiresAt())));
    }
}
