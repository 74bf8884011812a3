package dev.skein.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.http.Json;
import dev.skein.http.model.AuthorJson;
import dev.skein.http.model.EngagementJson;
import dev.skein.http.model.MediaJson;
import dev.skein.http.model.MentionJson;
import dev.skein.http.model.TimelineItemJson;
import dev.skein.http.model.TweetJson;
import dev.skein.http.model.ViewerJson;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.user.Author;
import dev.skein.streams.Names;
import dev.skein.streams.home.TimelineEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HomeJsonTest {
    private static final long ID = World.id(5_000, 7);
    private static final AuthorJson CAROL = new AuthorJson("9", "carol", "Carol \"C\" Ω");

    private final List<Tweet> made = new ArrayList<>();
    private final HomeJson json = new HomeJson(tweet -> {
        made.add(tweet);
        return shown(tweet, null, null);
    });

    private static TweetJson shown(Tweet tweet, @Nullable EngagementJson counts, @Nullable ViewerJson marks) {
        return new TweetJson(
                "1",
                new AuthorJson("2", tweet.getAuthor().getHandle(), "Bob"),
                tweet.getText(),
                null,
                "2026-11-20T08:15:30.042Z",
                null,
                "3",
                null,
                List.of("skein"),
                List.of(new MentionJson("9", "carol")),
                List.of(new MediaJson("m", "image/png", "/media/m")),
                counts,
                marks);
    }

    private static Tweet tweet(String text) {
        return World.tweet(ID, World.BOB, text);
    }

    @Test
    void aPageIsWhatJacksonWrites() {
        Tweet tweet = tweet("\"quoted\", \\ and é ∀ 😀");
        TimelineEntry entry = new TimelineEntry(ID, tweet, null);
        EngagementJson counts = new EngagementJson(1, 2, 3, 4, Long.MAX_VALUE);
        ViewerJson marks = new ViewerJson(true, false, true);

        JsonBytes page = new JsonBytes(1);
        HomeJson.Part part = json.parts(List.of(entry))[0];
        HomeJson.beginPage(page);
        json.item(entry, part, counts, marks, CAROL, page);
        page.append(',');
        json.item(entry, part, EngagementJson.NONE, ViewerJson.NOTHING, null, page);
        page.append(',');
        json.item(entry, part, null, null, null, page);
        HomeJson.endPage(page, "next", true);

        assertThat(page.text())
                .isEqualTo(new String(
                        Json.bytes(new HomePageJson(
                                List.of(
                                        TimelineItemJson.of(shown(tweet, counts, marks), CAROL),
                                        TimelineItemJson.of(
                                                shown(tweet, EngagementJson.NONE, ViewerJson.NOTHING), null),
                                        TimelineItemJson.of(shown(tweet, null, null), null)),
                                "next",
                                true)),
                        StandardCharsets.UTF_8));
        assertThat(made).hasSize(1);
    }

    @Test
    void anEmptyPageIsWhatJacksonWrites() {
        JsonBytes page = new JsonBytes(200);
        HomeJson.beginPage(page);
        HomeJson.endPage(page, null, false);

        assertThat(page.stream()).hasBinaryContent(Json.bytes(new HomePageJson(List.of(), null, false)));
    }

    @Test
    void whatWasEditedOrRenamedIsMadeAnew() {
        Tweet tweet = tweet("first");
        Tweet edited = Tweet.newBuilder(tweet("second"))
                .setVersion(tweet.getVersion() + 1)
                .build();
        Author names = tweet.getAuthor();
        Tweet renamed = Names.authored(
                edited, new Author(names.getId(), "robert", names.getDisplayName(), names.getVersion() + 1));

        assertThat(written(tweet)).contains("first");
        assertThat(written(edited)).contains("second");
        assertThat(written(renamed)).contains("robert");
        assertThat(written(renamed)).isEqualTo(written(renamed));
        assertThat(made).hasSize(3);
    }

    private String written(Tweet tweet) {
        JsonBytes item = new JsonBytes(200);
        TimelineEntry entry = new TimelineEntry(ID, tweet, null);
        json.item(entry, json.parts(List.of(entry))[0], null, null, null, item);
        return item.text();
    }
}
