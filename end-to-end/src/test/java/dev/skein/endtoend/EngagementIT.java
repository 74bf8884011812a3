package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Author;
import dev.skein.endtoend.Contract.Engagement;
import dev.skein.endtoend.Contract.Item;
import dev.skein.endtoend.Contract.Page;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.endtoend.Contract.User;
import dev.skein.endtoend.Contract.Viewer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do with tweets and with each other, counted live and exactly once. */
@ExtendWith(RunningSystem.class)
final class EngagementIT {
    private final Skein skein;

    EngagementIT(Skein skein) {
        this.skein = skein;
    }

    private void awaitEngagement(Tweet tweet, Person viewer, Engagement engagement, Viewer marks) {
        for (Api query : skein.queries()) {
            Eventually.holds(() -> {
                Tweet seen = viewer.at(query, "GET", "/v1/tweets/" + tweet.id())
                        .send()
                        .expect(200)
                        .as(Tweet.class);
                assertThat(seen.engagement()).isEqualTo(engagement);
                assertThat(seen.viewer()).isEqualTo(marks);
            });
        }
    }

    private static void awaitCounts(Person person, long followers, long following, long tweets) {
        Eventually.holds(() -> {
            User user = person.profile();
            assertThat(List.of(
                            String.valueOf(user.followers()),
                            String.valueOf(user.following()),
                            String.valueOf(user.tweets())))
                    .as("followers, following, tweets")
                    .containsExactly(Long.toString(followers), Long.toString(following), Long.toString(tweets));
        });
    }

    @Test
    void aFreshTweetHasNoEngagementAndNoMarks() {
        // Given
        Person ada = skein.person("ada");

        // When
        Tweet tweet = ada.post("Nobody has seen me yet");

        // Then
        awaitEngagement(tweet, ada, Engagement.NONE, new Viewer(false, false, false));
        Tweet anonymous =
                skein.query().get("/v1/tweets/" + tweet.id()).send().expect(200).as(Tweet.class);
        assertThat(anonymous.viewer()).as("marks without a token").isNull();
    }

    @Test
    void everythingDoneToATweetIsCountedAndMarked() {
        // Given
        List<Person> people = skein.people("ada", "bob", "cem");
        Person ada = people.get(0);
        Person bob = people.get(1);
        Person cem = people.get(2);
        Tweet tweet = ada.post("Like it or not");

        // When
        bob.like(tweet);
        cem.dislike(tweet);
        bob.retweet(tweet);
        bob.reply(tweet, "I like it");
        cem.reply(tweet, "I do not");
        cem.quote(tweet, "See this");

        // Then
        awaitEngagement(tweet, bob, new Engagement(1, 1, 1, 2, 1), new Viewer(true, false, true));
        awaitEngagement(tweet, cem, new Engagement(1, 1, 1, 2, 1), new Viewer(false, true, false));
        Eventually.holds(() -> {
            Item item = ada.home().item(tweet.id());
            assertThat(item.engagement()).isEqualTo(new Engagement(1, 1, 1, 2, 1));
            assertThat(item.viewer()).isEqualTo(new Viewer(false, false, false));
        });
    }

    @Test
    void aLikeReplacesADislikeAndTheReverse() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        Tweet tweet = ada.post("Make up your mind");
        bob.dislike(tweet);
        awaitEngagement(tweet, bob, new Engagement(0, 1, 0, 0, 0), new Viewer(false, true, false));

        // When
        bob.like(tweet);

        // Then
        awaitEngagement(tweet, bob, new Engagement(1, 0, 0, 0, 0), new Viewer(true, false, false));
        bob.dislike(tweet);
        awaitEngagement(tweet, bob, new Engagement(0, 1, 0, 0, 0), new Viewer(false, true, false));
        bob.undislike(tweet);
        awaitEngagement(tweet, bob, Engagement.NONE, new Viewer(false, false, false));
    }

    @Test
    void doingTheSameAgainChangesNothing() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        Tweet tweet = ada.post("Once is enough");

        // When
        for (int i = 0; i < 3; i++) {
            bob.like(tweet);
            bob.retweet(tweet);
            bob.follow(ada);
        }
        bob.undislike(tweet);
        Tweet last = bob.reply(tweet, "Done");

        // Then
        awaitEngagement(tweet, bob, new Engagement(1, 0, 1, 1, 0), new Viewer(true, false, true));
        awaitCounts(ada, 1, 0, 1);
        awaitCounts(bob, 0, 1, 1);
        assertThat(bob.tweets().data()).extracting(Item::id).containsExactly(last.id(), tweet.id());
    }

    @Test
    void undoingTakesACountBackAndUndoingTwiceNoMore() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        Tweet tweet = ada.post("Undo me");
        bob.like(tweet);
        bob.retweet(tweet);
        Tweet reply = bob.reply(tweet, "a reply");
        Tweet quote = bob.quote(tweet, "a quote");
        awaitEngagement(tweet, bob, new Engagement(1, 0, 1, 1, 1), new Viewer(true, false, true));

        // When
        for (int i = 0; i < 2; i++) {
            bob.unlike(tweet);
            bob.undoRetweet(tweet);
        }
        bob.delete(reply);
        bob.delete(quote);

        // Then
        awaitEngagement(tweet, bob, Engagement.NONE, new Viewer(false, false, false));
        bob.retweet(tweet);
        awaitEngagement(tweet, bob, new Engagement(0, 0, 1, 0, 0), new Viewer(false, false, true));
    }

    @Test
    void peopleShowHowManyFollowThemAndHowManyTheyFollow() {
        // Given
        List<Person> people = skein.people("ada", "bob", "cem");
        Person ada = people.get(0);
        Person bob = people.get(1);
        Person cem = people.get(2);

        // When
        bob.follow(ada);
        cem.follow(ada);
        ada.follow(cem);
        Tweet tweet = ada.post("one");
        ada.post("two");
        ada.retweet(bob.post("a retweet is not a tweet of hers"));

        // Then
        awaitCounts(ada, 2, 1, 2);
        ada.delete(tweet);
        cem.unfollow(ada);
        awaitCounts(ada, 1, 1, 1);
        ada.block(bob);
        awaitCounts(ada, 0, 1, 1);
        awaitCounts(bob, 0, 0, 1);
    }

    @Test
    void followersAndFollowingComeInPages() {
        // Given
        Person ada = skein.knownPerson("ada");
        List<Person> fans = skein.people("f1", "f2", "f3", "f4", "f5");
        List<String> ids = new ArrayList<>(fans.stream().map(Person::id).toList());

        // When
        for (Person fan : fans) {
            fan.follow(ada);
            ada.follow(fan);
        }

        // Then
        for (String list : List.of("followers", "following")) {
            Eventually.holds(() -> {
                List<User> all = new ArrayList<>();
                Page<User> page = ada.people("/v1/users/" + ada.id() + "/" + list + "?limit=2");
                all.addAll(page.data());
                while (page.next() != null) {
                    page = ada.people("/v1/users/" + ada.id() + "/" + list + "?limit=2&cursor=" + page.next());
                    assertThat(page.data()).hasSizeLessThanOrEqualTo(2);
                    all.addAll(page.data());
                }
                assertThat(all).extracting(User::id).containsExactlyInAnyOrderElementsOf(ids);
                assertThat(all)
                        .extracting(User::handle)
                        .containsExactlyInAnyOrderElementsOf(
                                fans.stream().map(Person::handle).toList());
            });
        }
    }

    @Test
    void repliesLikesAndRetweetsOfATweetComeInPages() {
        // Given
        Person ada = skein.person("ada");
        List<Person> fans = skein.people("f1", "f2", "f3");
        Tweet tweet = ada.post("Talk to me");
        List<String> replies = new ArrayList<>();

        // When
        for (Person fan : fans) {
            skein.awaitKnown(fan);
            fan.like(tweet);
            fan.retweet(tweet);
            replies.add(fan.reply(tweet, "says " + fan.handle()).id());
        }

        // Then
        String path = "/v1/tweets/" + tweet.id();
        List<String> ids = fans.stream().map(Person::id).toList();
        List<String> newestFirst = new ArrayList<>(ids);
        Collections.reverse(newestFirst);
        for (String list : List.of("/likes", "/retweets")) {
            Eventually.holds(() -> {
                Page<User> first = ada.people(path + list + "?limit=2");
                assertThat(first.data()).hasSize(2);
                assertThat(first.next()).isNotNull();
                Page<User> second = ada.people(path + list + "?limit=2&cursor=" + first.next());
                List<User> all = new ArrayList<>(first.data());
                all.addAll(second.data());
                assertThat(all).extracting(User::id).containsExactlyElementsOf(newestFirst);
            });
        }
        Eventually.holds(() -> {
            List<Tweet> all = new ArrayList<>();
            Page<Tweet> first = ada.page(path + "/replies?limit=2");
            all.addAll(first.data());
            assertThat(first.next()).isNotNull();
            all.addAll(
                    ada.page(path + "/replies?limit=2&cursor=" + first.next()).data());
            assertThat(all).extracting(Tweet::id).containsExactlyInAnyOrderElementsOf(replies);
            assertThat(all).extracting(Tweet::author).extracting(Author::id).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(all).extracting(Tweet::inReplyTo).containsOnly(tweet.id());
        });
    }

    @Test
    void myLikesAreTheTweetsThatILikeNow() {
        // Given
        Person ada = skein.person("ada");
        Person bob = skein.person("bob");
        List<Tweet> tweets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tweets.add(ada.post("likeable " + i));
        }

        // When
        tweets.forEach(bob::like);
        bob.unlike(tweets.get(1));

        // Then
        List<String> liked = new ArrayList<>(
                List.of(tweets.get(0).id(), tweets.get(2).id(), tweets.get(3).id()));
        Collections.sort(liked);
        Eventually.holds(() -> {
            Page<Tweet> first = bob.page("/v1/users/me/likes?limit=2");
            List<Tweet> all = new ArrayList<>(first.data());
            assertThat(first.next()).isNotNull();
            all.addAll(bob.page("/v1/users/me/likes?limit=2&cursor=" + first.next())
                    .data());
            assertThat(all.stream().map(Tweet::id).sorted().toList()).isEqualTo(liked);
            assertThat(all).extracting(Tweet::text).contains("likeable 3");
        });
    }

    @Test
    void afterAnyHistoryCountsAndListsAreThoseOfWhoStandsByIt() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Person> people = skein.people("a", "b", "c", "d");
        people.forEach(skein::awaitKnown);
        Tweet tweet = people.get(0).post("Do what you like");
        Map<String, Boolean> likes = new HashMap<>();
        List<String> likers = new ArrayList<>();
        List<String> retweeters = new ArrayList<>();

        // When
        for (int i = 0; i < 60; i++) {
            Person person = people.get(random.nextInt(people.size()));
            String id = person.id();
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    person.like(tweet);
                    if (!Boolean.TRUE.equals(likes.put(id, true))) {
                        likers.add(0, id);
                    }
                }
                case 2 -> {
                    person.dislike(tweet);
                    likes.put(id, false);
                    likers.remove(id);
                }
                case 3 -> {
                    person.unlike(tweet);
                    likes.remove(id, true);
                    likers.remove(id);
                }
                case 4 -> {
                    person.retweet(tweet);
                    if (!retweeters.contains(id)) {
                        retweeters.add(0, id);
                    }
                }
                default -> {
                    person.undoRetweet(tweet);
                    retweeters.remove(id);
                }
            }
        }

        // Then
        long dislikes = likes.values().stream().filter(like -> !like).count();
        Engagement expected = new Engagement(likers.size(), dislikes, retweeters.size(), 0, 0);
        Eventually.holds(() -> {
            assertThat(people.get(0).see(tweet).engagement())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            String path = "/v1/tweets/" + tweet.id();
            assertThat(people.get(0).people(path + "/likes").data())
                    .as("seed %d", seed)
                    .extracting(User::id)
                    .containsExactlyElementsOf(likers);
            assertThat(people.get(0).people(path + "/retweets").data())
                    .as("seed %d", seed)
                    .extracting(User::id)
                    .containsExactlyElementsOf(retweeters);
        });
    }
}
