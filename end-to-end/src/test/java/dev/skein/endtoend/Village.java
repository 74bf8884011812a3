package dev.skein.endtoend;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.Author;
import dev.skein.schemas.user.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * An author with very many followers, one with {@value #MEDIUM} and one with {@value #SMALL}, and people who come in groups, each group busy for a while: what they do is written to
 * the topics as the ingest API does, and kept here as plainly as can be. Nobody does more than timelines and backfills hold.
 */
final class Village implements AutoCloseable {
    static final int MEDIUM = 9_000;
    static final int SMALL = 5;

    private static final int AUTHORS = 8;
    private static final int READERS = 10;
    private static final int DEEDS = 160;
    /** Less than a follower gets of what was there before. */
    private static final int ENTRIES_MAX = 45;

    private final Random random;
    private final int partitions;
    private final Codecs codecs;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final TreeMap<Long, Tweet> tweets = new TreeMap<>();
    private final Map<Long, Map<Long, Long>> retweets = new HashMap<>();
    private final Map<Long, Set<Long>> follows = new LinkedHashMap<>();
    private final Map<Long, Integer> entries = new HashMap<>();
    private final List<Long> fans = new ArrayList<>();
    private final List<Long> recent = new ArrayList<>();
    private final long large;
    private final long medium;
    private final long small;
    private List<Long> authors = List.of();
    private List<Long> readers = List.of();
    private long lastMillis = System.currentTimeMillis();
    private long registeredAt = lastMillis - Duration.ofDays(1).toMillis();
    private int deeds;

    Village(String kafka, Codecs codecs, int partitions, int followers, Random random) {
        this.random = random;
        this.partitions = partitions;
        this.codecs = codecs;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ProducerConfig.LINGER_MS_CONFIG,
                        1,
                        // The topics are new: a partition that has no leader yet must not let the next batch go first.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        int shard = random.nextInt(Id.SHARDS);
        this.large = author(shard);
        this.medium = author(shard);
        this.small = author(shard);
        long at = now();
        for (int i = 0; i < followers; i++) {
            long fan = person();
            fans.add(fan);
            follow(fan, large, at);
            if (i < MEDIUM) {
                follow(fan, medium, at);
            }
            if (i < SMALL) {
                follow(fan, small, at);
            }
        }
    }

    /** Who has followed the one with very many followers from the beginning; the first of them two others as well. */
    List<Long> fans() {
        return fans;
    }

    /** One of the fans follows the same people as the first of these at or before them. */
    static List<Integer> kindsOfFans() {
        return List.of(0, SMALL, MEDIUM);
    }

    /** The one with very many followers writes this often, the one with many too, then the one with few, in the same partition and at once. */
    Written writeAtOnce(int times) {
        List<Long> large = postBy(this.large, times);
        List<Long> medium = postBy(this.medium, times);
        List<Long> small = postBy(this.small, times);
        flush();
        return new Written(large, medium, small);
    }

    /** The tweets of those with very many, many and few followers. */
    record Written(List<Long> large, List<Long> medium, List<Long> small) {}

    private List<Long> postBy(long author, int times) {
        List<Long> posted = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            posted.add(post(author, null));
        }
        return posted;
    }

    /** All who read what small authors write. */
    List<Long> readers() {
        return follows.keySet().stream().skip(fans.size()).toList();
    }

    /** Somebody does something. */
    void happen() {
        if (deeds++ % DEEDS == 0) {
            authors = Stream.generate(() -> author(random.nextInt(Id.SHARDS)))
                    .limit(AUTHORS)
                    .toList();
            readers = Stream.generate(this::person).limit(READERS).toList();
            recent.clear();
            authors.forEach(author -> readers.stream()
                    .filter(reader -> random.nextInt(3) == 0)
                    .forEach(reader -> follow(reader, author)));
        }
        long author = random.nextInt(6) == 0 ? any(List.of(large, large, medium, small)) : any(authors);
        if (isSilent(author)) {
            return;
        }
        Tweet one = recent.isEmpty() ? null : tweets.get(any(recent));
        int deed = one == null ? 0 : random.nextInt(12);
        switch (deed) {
            case 0, 1, 2, 3 -> {
                long id = post(author, one);
                if (author == large && random.nextInt(3) == 0) {
                    // At once: it overtakes the list that goes on.
                    delete(Objects.requireNonNull(tweets.get(id)));
                }
            }
            case 4, 5 -> retweet(author, Objects.requireNonNull(one));
            case 6 -> undo(Objects.requireNonNull(one));
            case 7, 8 -> delete(Objects.requireNonNull(one));
            case 9 -> edit(Objects.requireNonNull(one));
            case 10 -> follow(any(readers), any(authors));
            default -> unfollow(any(readers), any(authors));
        }
    }

    /** What somebody reads, newest first. */
    List<Long> home(long reader) {
        Set<Long> followees = follows.getOrDefault(reader, Set.of());
        List<Long> home = new ArrayList<>();
        for (Tweet tweet : tweets.values()) {
            Long answered = tweet.getInReplyToAuthor();
            long author = tweet.getAuthor().getId();
            if (followees.contains(author)
                    && (answered == null || answered == author || followees.contains(answered))) {
                home.add(tweet.getId());
            } else {
                retweets.getOrDefault(tweet.getId(), Map.of()).entrySet().stream()
                        .filter(retweet -> followees.contains(retweet.getKey()))
                        .map(Map.Entry::getValue)
                        .min(Comparator.naturalOrder())
                        .ifPresent(home::add);
            }
        }
        home.sort(Comparator.reverseOrder());
        return home;
    }

    private long person() {
        return person(random.nextInt(Id.SHARDS));
    }

    private long person(int shard) {
        return Id.of(registeredAt++, 0, 0, shard);
    }

    /** Somebody whose name is known. */
    private long author(int shard) {
        long id = person(shard);
        write(Topics.USERS, id, new User(id, "user" + id, "X", "", 1L, 1L));
        return id;
    }

    private void follow(long reader, long author) {
        follow(reader, author, now());
    }

    private void follow(long reader, long author, long at) {
        follows.computeIfAbsent(reader, any -> new HashSet<>()).add(author);
        write(Topics.FOLLOWS, reader, new FollowEvent(FollowEventKind.FOLLOW, reader, author, at));
    }

    private void unfollow(long reader, long author) {
        follows.computeIfAbsent(reader, any -> new HashSet<>()).remove(author);
        write(Topics.FOLLOWS, reader, new FollowEvent(FollowEventKind.UNFOLLOW, reader, author, now()));
    }

    private long post(long author, @Nullable Tweet answered) {
        long id = id(author);
        Tweet.Builder tweet = Tweet.newBuilder()
                .setId(id)
                .setAuthor(new Author(author, "user" + author, "X", 1L))
                .setText("Hello " + id)
                .setHashtags(List.of())
                .setMentions(List.of())
                .setMedia(List.of())
                .setCreatedAt(Id.millis(id))
                .setVersion(id);
        if (answered != null && random.nextInt(3) == 0) {
            tweet.setInReplyTo(answered.getId())
                    .setInReplyToAuthor(answered.getAuthor().getId());
        }
        tell(TweetEventKind.POSTED, tweet.build());
        recent.add(id);
        return id;
    }

    private void delete(Tweet tweet) {
        Tweet deleted = Tweet.newBuilder(tweet)
                .setText("")
                .setVersion(id(tweet.getAuthor().getId()))
                .build();
        tell(TweetEventKind.DELETED, deleted);
        tweets.remove(tweet.getId());
        recent.remove(tweet.getId());
    }

    private void edit(Tweet tweet) {
        long version = id(tweet.getAuthor().getId());
        tell(
                TweetEventKind.EDITED,
                Tweet.newBuilder(tweet)
                        .setText("edited")
                        .setVersion(version)
                        .setEditedAt(Id.millis(version))
                        .build());
    }

    private void tell(TweetEventKind kind, Tweet tweet) {
        tweets.put(tweet.getId(), tweet);
        write(Topics.TWEETS, tweet.getId(), new TweetEvent(kind, tweet));
    }

    private void retweet(long author, Tweet tweet) {
        long id = id(author);
        retweets.computeIfAbsent(tweet.getId(), any -> new HashMap<>()).putIfAbsent(author, id);
        tell(RetweetEventKind.RETWEETED, id, author, tweet.getId());
    }

    private void undo(Tweet tweet) {
        Map<Long, Long> passedOn = retweets.getOrDefault(tweet.getId(), Map.of());
        passedOn.keySet().stream().findFirst().ifPresent(author -> {
            passedOn.remove(author);
            tell(RetweetEventKind.UNDONE, id(author), author, tweet.getId());
        });
    }

    private void tell(RetweetEventKind kind, long id, long author, long tweet) {
        Author named = new Author(author, "user" + author, "X", 1L);
        write(Topics.RETWEETS, author, new RetweetEvent(kind, id, named, tweet, Id.millis(id)));
    }

    private boolean isSilent(long author) {
        return authors.contains(author) && entries.merge(author, 1, Integer::sum) > ENTRIES_MAX;
    }

    private long id(long person) {
        return Id.of(now(), 0, 1, Id.shard(person));
    }

    /** Never the same twice. */
    private long now() {
        lastMillis = Math.max(lastMillis + 1, System.currentTimeMillis());
        return lastMillis;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <V> void write(Topic<Long, V> topic, long key, V value) {
        byte[] id = codecs.key(topic).serializer().serialize(topic.name(), key);
        byte[] bytes = codecs.value(topic).serializer().serialize(topic.name(), value);
        var unused = producer.send(
                new ProducerRecord<>(
                        topic.name(), Id.partition(key, partitions), System.currentTimeMillis(), id, bytes),
                (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    /** Waits until the broker has all. */
    void flush() {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new AssertionError("not written", failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
