package dev.skein.query.search;

import dev.skein.http.ApiException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A question for tweets.
 *
 * @param author only theirs: an id or a handle
 * @param sinceMillis posted then or later
 * @param untilMillis posted earlier
 * @param newest the newest first, else the most relevant
 */
public record TweetSearch(
        Terms terms, @Nullable String author, @Nullable Long sinceMillis, @Nullable Long untilMillis, boolean newest) {

    /**
     * Reads the parameters of a request.
     *
     * @throws ApiException 400 that names the parameter
     */
    public static TweetSearch parse(
            @Nullable String q,
            @Nullable String author,
            @Nullable String since,
            @Nullable String until,
            @Nullable String sort) {
        if (author != null && !author.matches("[A-Za-z0-9_]{1,30}")) {
            throw ApiException.badRequest("author", "must be a user's id or handle");
        }
        if (sort != null && !sort.equals("newest") && !sort.equals("relevance")) {
            throw ApiException.badRequest("sort", "must be newest or relevance");
        }
        return new TweetSearch(
                Terms.parse(q), author, time("since", since), time("until", until), !"relevance".equals(sort));
    }

    private static @Nullable Long time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli()
                    : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw ApiException.badRequest(
                    field, "must be a time such as 2026-11-20T08:00:00Z or a date such as 2026-11-20");
        }
    }

    /** Tells this question's pages from another's. */
    public String list() {
        return "search/" + this;
    }
}
