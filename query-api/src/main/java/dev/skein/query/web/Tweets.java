package dev.skein.query.web;

import dev.skein.http.ApiException;
import dev.skein.query.fetch.Asked;
import dev.skein.query.fetch.Fetch;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks tweets up. */
final class Tweets {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final Fetch fetch;

    Tweets(Fetch fetch) {
        this.fetch = fetch;
    }

    /**
     * The tweets of these ids in their order, null for those that are gone.
     *
     * @throws ApiException 503 where an owner does not answer: a list with a hole would be a wrong answer
     */
    List<@Nullable Tweet> find(List<Long> ids) {
        Fetch.Batch batch = fetch.batch();
        Asked<Long, TweetEvent> asked = batch.ask(fetch.lookups().tweets(), ids);
        batch.run(WITHIN);
        if (!asked.knowsAll()) {
            throw ApiException.unavailable("Some tweets cannot be looked up now.");
        }
        List<@Nullable Tweet> tweets = new ArrayList<>(ids.size());
        for (int place = 0; place < ids.size(); place++) {
            tweets.add(standing(asked.get(place)));
        }
        return tweets;
    }

    /**
     * A tweet, whichever instance has it.
     *
     * @throws ApiException 404 where it is not there, 503 where that is not known
     */
    Tweet get(long id) {
        Tweet tweet = standing(event(id));
        if (tweet == null) {
            throw ApiException.notFound("There is no such tweet.");
        }
        return tweet;
    }

    private @Nullable TweetEvent event(long id) {
        Fetch.Batch batch = fetch.batch();
        Asked<Long, TweetEvent> asked = batch.ask(fetch.lookups().tweets(), List.of(id));
        batch.run(WITHIN);
        if (!asked.knowsAll()) {
            throw ApiException.unavailable("It is not known yet whether there is such a tweet.");
        }
        return asked.get(0);
    }

    private static @Nullable Tweet standing(@Nullable TweetEvent event) {
        return event == null || event.getKind() == TweetEventKind.DELETED ? null : event.getTweet();
    }
}
