package dev.skein.streams;

import dev.skein.catalog.Id;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.Author;
import java.util.List;
import java.util.Random;

/** Events as ingest writes them, for tests that care about little of what is in them. */
public final class Given {
    /** 2026-05-01T12:00:00Z, the full hour at which tests begin. */
    public static final long NOON = 1_777_636_800_000L;

    private Given() {}

    /** A user registered long ago, in a shard that follows from the number. */
    public static long user(int number) {
        return Id.of(Id.EPOCH_MILLIS + number, 0, 0, number % Id.SHARDS);
    }

    /** The id of a tweet or retweet of this user at a time. */
    public static long idAt(long user, long millis) {
        return Id.of(millis, 0, 1, Id.shard(user));
    }

    /** How they are called. */
    public static Author author(long user) {
        return new Author(user, "user" + user, "User " + user, 1L);
    }

    /** A tweet without anything special. */
    public static Tweet.Builder tweet(long id, long author) {
        return Tweet.newBuilder()
                .setId(id)
                .setAuthor(author(author))
                .setText("Hello")
                .setHashtags(List.of())
                .setMentions(List.of())
                .setMedia(List.of())
                .setCreatedAt(Id.millis(id))
                .setVersion(id);
    }

    /** It was posted. */
    public static TweetEvent posted(Tweet.Builder tweet) {
        return new TweetEvent(TweetEventKind.POSTED, tweet.build());
    }

    /** It is deleted. */
    public static TweetEvent deleted(Tweet.Builder tweet, long version) {
        return new TweetEvent(
                TweetEventKind.DELETED,
                tweet.setText("")
                        .setHashtags(List.of())
                        .setMentions(List.of())
                        .setVersion(version)
                        .build());
    }

    /** It was edited. */
    public static TweetEvent edited(Tweet.Builder tweet, long version) {
        return new TweetEvent(
                TweetEventKind.EDITED,
                tweet.setVersion(version).setEditedAt(Id.millis(version)).build());
    }

    /** A reaction by one who does not know who wrote the tweet. */
    public static ReactionEvent reaction(ReactionEventKind kind, long user, long tweet, long at) {
        return new ReactionEvent(kind, user, tweet, null, at);
    }

    /** A retweet or its undoing. */
    public static RetweetEvent retweet(RetweetEventKind kind, long id, long user, long tweet) {
        return new RetweetEvent(kind, id, author(user), tweet, Id.millis(id));
    }

    /** A follow, block, mute or its undoing. */
    public static FollowEvent follow(FollowEventKind kind, long actor, long target, long at) {
        return new FollowEvent(kind, actor, target, at);
    }

    /** One of these. */
    public static <T> T any(Random random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
