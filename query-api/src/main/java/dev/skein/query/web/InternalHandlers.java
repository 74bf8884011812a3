package dev.skein.query.web;

import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.http.ApiException;
import dev.skein.http.Json;
import dev.skein.http.model.MediaJson;
import dev.skein.http.model.MentionJson;
import dev.skein.query.fetch.Asked;
import dev.skein.query.fetch.Fetch;
import dev.skein.schemas.store.Relation;
import dev.skein.schemas.tweet.Tweet;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What other processes of the system ask: the ingest API before it lets something be written, and other instances. Not part of the public contract. */
final class InternalHandlers {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    /** A tweet as the ingest API wants it. */
    record InternalTweet(
            String id,
            String authorId,
            String text,
            @Nullable String lang,
            @Nullable String inReplyTo,
            @Nullable String inReplyToAuthor,
            @Nullable String quoteOf,
            List<String> hashtags,
            List<MentionJson> mentions,
            List<MediaJson> media,
            long createdAt,
            @Nullable Long editedAt,
            String version) {}

    /** How a person stands to another. */
    record InternalRelation(boolean following, boolean blocking, boolean blockedBy, boolean muting) {}

    private final Shared with;
    private final Fetch fetch;

    InternalHandlers(Shared with, Fetch fetch) {
        this.with = with;
        this.fetch = fetch;
    }

    void tweet(Context ctx) {
        long tweetId = with.ids().inPath(ctx, "id", "tweet");
        with.forwarding()
                .serve(
                        ctx,
                        Stores.TWEETS,
                        with.routing().partition(tweetId),
                        () -> Json.answer(ctx, 200, show(with.tweets().get(tweetId))));
    }

    private static InternalTweet show(Tweet tweet) {
        return new InternalTweet(
                Long.toString(tweet.getId()),
                Long.toString(tweet.getAuthor().getId()),
                tweet.getText(),
                tweet.getLang(),
                text(tweet.getInReplyTo()),
                text(tweet.getInReplyToAuthor()),
                text(tweet.getQuoteOf()),
                tweet.getHashtags(),
                tweet.getMentions().stream()
                        .map(mention -> new MentionJson(Long.toString(mention.getId()), mention.getHandle()))
                        .toList(),
                tweet.getMedia().stream()
                        .map(media -> new MediaJson(media.getId(), media.getContentType(), ""))
                        .toList(),
                tweet.getCreatedAt(),
                tweet.getEditedAt(),
                Long.toString(tweet.getVersion()));
    }

    private static @Nullable String text(@Nullable Long id) {
        return id == null ? null : id.toString();
    }

    void relation(Context ctx) {
        IdPair pair =
                new IdPair(with.ids().inPath(ctx, "actor", "user"), with.ids().inPath(ctx, "target", "user"));
        Fetch.Batch batch = fetch.batch();
        Asked<IdPair, Relation> asked = batch.ask(fetch.lookups().relations(), List.of(pair));
        batch.run(WITHIN);
        if (!asked.knowsAll()) {
            throw ApiException.unavailable("The relation cannot be looked up now.");
        }
        Relation relation = asked.get(0);
        Json.answer(
                ctx,
                200,
                relation == null
                        ? new InternalRelation(false, false, false, false)
                        : new InternalRelation(
                                relation.getFollowedAt() > 0,
                                relation.getBlocking(),
                                relation.getBlockedBy(),
                                relation.getMuting()));
    }

    void lookups(Context ctx) {
        try {
            ctx.contentType("application/octet-stream").result(fetch.answer(ctx.bodyAsBytes()));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("body", String.valueOf(e.getMessage()));
        }
    }
}
