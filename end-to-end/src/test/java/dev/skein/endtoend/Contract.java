package dev.skein.endtoend;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the APIs answer, written down a second time: as DESIGN §6 says it, not as the code does. */
final class Contract {
    private Contract() {}

    record Author(String id, String handle, String displayName) {}

    record Mention(String id, String handle) {}

    record Media(String id, String contentType, String url) {}

    record Engagement(long likes, long dislikes, long retweets, long replies, long quotes) {
        static final Engagement NONE = new Engagement(0, 0, 0, 0, 0);
    }

    record Viewer(boolean liked, boolean disliked, boolean retweeted) {}

    record Tweet(
            String id,
            Author author,
            String text,
            @Nullable String lang,
            String createdAt,
            @Nullable String editedAt,
            @Nullable String inReplyTo,
            @Nullable String quoteOf,
            List<String> hashtags,
            List<Mention> mentions,
            List<Media> media,
            @Nullable Engagement engagement,
            @Nullable Viewer viewer) {
        Instant created() {
            return Instant.parse(createdAt);
        }
    }

    /** A tweet in a timeline. */
    record Item(
            String id,
            Author author,
            String text,
            @Nullable String lang,
            String createdAt,
            @Nullable String editedAt,
            @Nullable String inReplyTo,
            @Nullable String quoteOf,
            List<String> hashtags,
            List<Mention> mentions,
            List<Media> media,
            @Nullable Engagement engagement,
            @Nullable Viewer viewer,
            @Nullable Author retweetedBy) {}

    record User(
            String id,
            String handle,
            String displayName,
            String bio,
            String createdAt,
            @Nullable Long followers,
            @Nullable Long following,
            @Nullable Long tweets) {}

    /** Oneself. */
    record Me(String id, String handle, String displayName, String bio, String email) {}

    record Session(String token, String expiresAt, Author user) {}

    record Page<T>(List<T> data, @Nullable String next) {}

    /** A page of a home timeline. */
    record Home(List<Item> data, @Nullable String next, boolean rebuilding) {
        List<String> ids() {
            return data.stream().map(Item::id).toList();
        }

        List<String> texts() {
            return data.stream().map(Item::text).toList();
        }

        Item item(String id) {
            OptionalInt place = IntStream.range(0, data.size())
                    .filter(i -> data.get(i).id().equals(id))
                    .findFirst();
            if (place.isEmpty()) {
                throw new AssertionError("tweet " + id + " is not in " + texts());
            }
            return data.get(place.getAsInt());
        }
    }

    record Trend(String hashtag, long uses, long authors, double score) {}

    record Trends(String window, List<Trend> data) {}

    /** What people did that concerns one. */
    record Notification(
            String id,
            String group,
            String kind,
            String at,
            boolean read,
            List<Author> actors,
            int others,
            @Nullable Tweet tweet) {}

    record Notifications(List<Notification> data, @Nullable String next, int unread) {}
}
