package dev.skein.query.web;

import dev.skein.catalog.Stores;
import dev.skein.http.ApiException;
import dev.skein.http.Json;
import dev.skein.http.PageRequest;
import dev.skein.http.Problem;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.hosting.StoreUnavailableException;
import dev.skein.schemas.trend.Trends;
import dev.skein.streams.trends.TrendKeys;
import io.javalin.http.Context;
import io.javalin.openapi.HttpMethod;
import io.javalin.openapi.OpenApi;
import io.javalin.openapi.OpenApiContent;
import io.javalin.openapi.OpenApiName;
import io.javalin.openapi.OpenApiParam;
import io.javalin.openapi.OpenApiResponse;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hashtags of the hour and the day. Every instance has them all. */
final class TrendsHandler {
    private static final Set<String> WINDOWS = Set.of("1h", "24h");
    private static final String DEFAULT_WINDOW = "1h";
    /** The shape of a BCP 47 tag. */
    private static final Pattern LANG = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");

    private static final int LANG_CHARS_MAX = 35;

    /** The top hashtags of a window. */
    @OpenApiName("Trends")
    record TrendsJson(String window, List<TrendJson> data) {}

    /** A hashtag without its #, the tweets that carry it, the people who wrote them, and what the order goes by. */
    @OpenApiName("Trend")
    record TrendJson(String hashtag, long uses, long authors, double score) {}

    private final LocalStores stores;

    TrendsHandler(LocalStores stores) {
        this.stores = stores;
    }

    @OpenApi(
            path = "/v1/trends",
            methods = HttpMethod.GET,
            operationId = "trends",
            summary = "Hashtags of the last hour or day that surprise, best first",
            tags = "Trends",
            queryParams = {
                @OpenApiParam(name = "window", description = "1h (the default) or 24h"),
                @OpenApiParam(name = "limit", type = Integer.class, description = Docs.LIMIT),
                @OpenApiParam(
                        name = "lang",
                        description =
                                "Only tweets in this language, a BCP 47 tag; region and script make no difference")
            },
            responses = {
                @OpenApiResponse(status = "200", content = @OpenApiContent(from = TrendsJson.class)),
                @OpenApiResponse(status = "400", content = @OpenApiContent(from = Problem.class)),
                @OpenApiResponse(status = "503", content = @OpenApiContent(from = Problem.class))
            })
    void trends(Context ctx) {
        String window = window(PageRequest.parameter(ctx, "window"));
        int limit = PageRequest.of(ctx).limit();
        String key = key(window, PageRequest.parameter(ctx, "lang"));
        Trends trends;
        try {
            trends = stores.<String, Trends, @Nullable Trends>read(Stores.TRENDS, 0, store -> store.get(key));
        } catch (StoreUnavailableException e) {
            throw ApiException.unavailable(e.reason());
        }
        List<TrendJson> data = trends == null
                ? List.of()
                : trends.getHashtags().stream()
                        .limit(limit)
                        .map(trend -> new TrendJson(
                                trend.getHashtag(), trend.getUses(), trend.getAuthors(), trend.getScore()))
                        .toList();
        Json.answer(ctx, 200, new TrendsJson(window, data));
    }

    private static String window(@Nullable String asked) {
        if (asked == null) {
            return DEFAULT_WINDOW;
        }
        if (!WINDOWS.contains(asked)) {
            throw ApiException.badRequest("window", "must be 1h or 24h");
        }
        return asked;
    }

    /** A language that ISO 639-1 does not name is one in which nobody tweets. */
    private static String key(String window, @Nullable String lang) {
        if (lang == null) {
            return window;
        }
        if (lang.length() > LANG_CHARS_MAX || !LANG.matcher(lang).matches()) {
            throw ApiException.badRequest("lang", "must be a BCP 47 language tag such as en or pt-BR");
        }
        String language = TrendKeys.language(lang);
        return TrendKeys.of(window, language.isEmpty() ? lang : language);
    }
}
