package dev.skein.query.web;

import dev.skein.http.ApiException;
import dev.skein.http.Rfc3339;
import dev.skein.http.model.UserJson;
import dev.skein.query.fetch.Asked;
import dev.skein.query.fetch.Fetch;
import dev.skein.schemas.store.UserCounts;
import dev.skein.schemas.user.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks people up and shows them. */
final class People {
    private static final Duration USERS_WITHIN = Duration.ofSeconds(1);
    private static final Duration COUNTS_WITHIN = Duration.ofMillis(500);
    private static final UserCounts NONE = new UserCounts(0L, 0L, 0L);

    private final Fetch fetch;

    People(Fetch fetch) {
        this.fetch = fetch;
    }

    /**
     * The people of these ids in their order, null for those who are not there.
     *
     * @throws ApiException 503 where an owner does not answer
     */
    List<@Nullable User> find(List<Long> ids) {
        Fetch.Batch batch = fetch.batch();
        Asked<Long, User> asked = batch.ask(fetch.lookups().users(), ids);
        batch.run(USERS_WITHIN);
        if (!asked.knowsAll()) {
            throw ApiException.unavailable("Some people cannot be looked up now.");
        }
        List<@Nullable User> users = new ArrayList<>(ids.size());
        for (int place = 0; place < ids.size(); place++) {
            users.add(asked.get(place));
        }
        return users;
    }

    /** @throws ApiException 404 where nobody has this id */
    User get(long id) {
        User user = find(List.of(id)).get(0);
        if (user == null) {
            throw noSuchUser();
        }
        return user;
    }

    static ApiException noSuchUser() {
        return ApiException.notFound("There is no such user.");
    }

    /** Shows them with their numbers, which are null where their owner does not answer. */
    List<UserJson> show(List<User> users) {
        Fetch.Batch batch = fetch.batch();
        Asked<Long, UserCounts> counts = batch.ask(
                fetch.lookups().counts(), users.stream().map(User::getId).toList());
        batch.run(COUNTS_WITHIN);
        List<UserJson> shown = new ArrayList<>(users.size());
        for (int place = 0; place < users.size(); place++) {
            shown.add(show(users.get(place), null, numbers(counts, place)));
        }
        return shown;
    }

    /**
     * Shows somebody to themselves: with when they were last here.
     *
     * @param seenHereMillis as far as this instance remembers
     */
    UserJson showThemselves(User user, @Nullable Long seenHereMillis) {
        List<Long> id = List.of(user.getId());
        Fetch.Batch batch = fetch.batch();
        Asked<Long, UserCounts> counts = batch.ask(fetch.lookups().counts(), id);
        Asked<Long, Long> lastSeen = batch.ask(fetch.lookups().lastSeen(), id);
        batch.run(COUNTS_WITHIN);
        Long kept = lastSeen.get(0);
        boolean here = seenHereMillis != null && (kept == null || kept < seenHereMillis);
        return show(user, here ? seenHereMillis : kept, numbers(counts, 0));
    }

    private static @Nullable UserCounts numbers(Asked<Long, UserCounts> counts, int place) {
        UserCounts known = counts.get(place);
        return known == null && counts.knows(place) ? NONE : known;
    }

    private static UserJson show(User user, @Nullable Long lastSeenMillis, @Nullable UserCounts counts) {
        return new UserJson(
                Long.toString(user.getId()),
                user.getHandle(),
                user.getDisplayName(),
                user.getBio(),
                Rfc3339.format(user.getCreatedAt()),
                lastSeenMillis == null ? null : Rfc3339.format(lastSeenMillis),
                counts == null ? null : counts.getFollowers(),
                counts == null ? null : counts.getFollowing(),
                counts == null ? null : counts.getTweets());
    }
}
