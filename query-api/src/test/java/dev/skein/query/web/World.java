package dev.skein.query.web;

import dev.skein.catalog.Id;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.Author;
import dev.skein.schemas.user.User;
import java.util.List;

/** People and tweets of tests. */
final class World {
    static final long ALICE = id(1_000, 100);
    static final long BOB = id(1_001, 900);
    static final long CAROL = id(1_002, 500);
    static final long NOBODY = id(1_003, 100);

    private World() {}

    /** An id made some milliseconds after the epoch. */
    static long id(long afterMillis, int shard) {
        return Id.of(Id.EPOCH_MILLIS + afterMillis, 0, 0, shard);
    }

    /** The three, known to {@code stores}. */
    static FakeStores people(FakeStores stores) {
        for (User user : List.of(user(ALICE, "alice"), user(BOB, "bob"), user(CAROL, "carol"))) {
            stores.put(Stores.USERS, user.getId(), user);
            stores.put(Stores.HANDLES, user.getHandle(), user.getId());
        }
        return stores;
    }

    static User user(long id, String handle) {
        return new User(id, handle, handle + " now", "bio of " + handle, Id.millis(id), 5L);
    }

    /** A tweet by somebody whose name has changed since. */
    static Tweet tweet(long id, long author, String text) {
        return Tweet.newBuilder()
                .setId(id)
                .setAuthor(new Author(author, "before", "before", 1L))
                .setText(text)
                .setLang("en")
                .setHashtags(List.of("World"))
                .setMentions(List.of(new Mention(BOB, "bob")))
                .setMedia(List.of())
                .setCreatedAt(Id.millis(id))
                .setVersion(id)
                .build();
    }

    /** Posts a tweet. */
    static long post(FakeStores stores, long afterMillis, long author, String text) {
        long id = id(afterMillis, Id.shard(author));
        stores.put(Stores.TWEETS, id, new TweetEvent(TweetEventKind.POSTED, tweet(id, author, text)));
        stores.put(Stores.AUTHOR_TIMELINES, new IdPair(author, id), id);
        return id;
    }

    /** Keeps a tweet that no list names. */
    static void keep(FakeStores stores, long id, long author) {
        stores.put(Stores.TWEETS, id, new TweetEvent(TweetEventKind.POSTED, tweet(id, author, "old")));
    }

    /** Deletes it, as far as its store goes: lists may still name it. */
    static void delete(FakeStores stores, long tweet, long author) {
        stores.put(Stores.TWEETS, tweet, new TweetEvent(TweetEventKind.DELETED, tweet(tweet, author, "")));
    }
}
