package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.HttpSchemaRegistry;
import dev.skein.catalog.Id;
import dev.skein.catalog.Topic;
import dev.skein.catalog.Topics;
import dev.skein.endtoend.Contract.Engagement;
import dev.skein.endtoend.Contract.Tweet;
import dev.skein.schemas.follow.FollowEvent;
import dev.skein.schemas.follow.FollowEventKind;
import dev.skein.schemas.reaction.ReactionEvent;
import dev.skein.schemas.reaction.ReactionEventKind;
import dev.skein.schemas.tweet.RetweetEvent;
import dev.skein.schemas.tweet.RetweetEventKind;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.Author;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be read or does not belong lands in the dead letters with the reason; its neighbours are served. */
@ExtendWith(RunningSystem.class)
final class DeadLettersIT {
    private static final int UNKNOWN_SCHEMA = 987_654;
    /** A zero byte and the schema's id. */
    private static final int AVRO_HEADER = 5;

    private static final int DAMAGED = 100;

    private final Skein skein;
    private final Codecs codecs;

    DeadLettersIT(Skein skein) {
        this.skein = skein;
        this.codecs = new Codecs(new HttpSchemaRegistry(skein.registry()));
        // Avro makes objects of our classes only after a serde has told it to trust them; the builders below need that.
        codecs.value(Topics.TWEETS);
    }

    /** Where a bad record was written. */
    private record Place(String topic, int partition, long offset) {}

    @Test
    void badRecordsOnEveryTopicAreLaidAsideAndTheirNeighboursServed() throws Exception {
        // Given
        Person ada = skein.knownPerson("ada");
        Person bob = skein.knownPerson("bob");
        Tweet first = ada.post("before");
        bob.follow(ada);
        Eventually.holds(() -> assertThat(bob.home().ids()).containsExactly(first.id()));

        // When
        Map<Place, String> bad = new HashMap<>();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            long adaId = Long.parseLong(ada.id());
            long bobId = Long.parseLong(bob.id());
            writeBad(producer, bad, Topics.TWEETS, Long.parseLong(first.id()), tweetOf(ada));
            writeBad(producer, bad, Topics.RETWEETS, bobId, retweetBy(bob, first));
            writeBad(producer, bad, Topics.FOLLOWS, bobId, followBy(bobId, adaId));
            writeBad(producer, bad, Topics.LIKES, bobId, likeBy(bobId, first));
        }
        Tweet second = ada.post("after");
        bob.like(second);
        bob.retweet(second);
        ada.follow(bob);

        // Then
        Eventually.holds(() -> {
            assertThat(bob.home().ids()).containsExactly(second.id(), first.id());
            assertThat(ada.see(second).engagement()).isEqualTo(new Engagement(1, 0, 1, 0, 0));
            assertThat(ada.see(first).engagement()).isEqualTo(Engagement.NONE);
            assertThat(ada.profile().followers()).isEqualTo(1);
            assertThat(bob.profile().followers()).isEqualTo(1);
        });
        awaitDeadLetters(bad);
        skein.awaitReady();
    }

    /** What is read is not what was written, and yet it may be readable: ids of nobody, times before time, texts of 2 GB. */
    @Test
    void randomlyDamagedRecordsStopNothing() throws Exception {
        // Given
        Person mallory = skein.person("mallory");
        Person bob = skein.person("bob");
        bob.follow(mallory);
        Tweet first = mallory.post("before");
        Eventually.holds(() -> assertThat(bob.home().ids()).contains(first.id()));

        // When
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            long malloryId = Long.parseLong(mallory.id());
            TweetEvent tweet = tweetOf(mallory);
            writeDamaged(producer, Topics.TWEETS, tweet.getTweet().getId(), tweet);
            writeDamaged(producer, Topics.RETWEETS, malloryId, retweetBy(mallory, first));
            // Of nobody: what is damaged may say that she blocks them.
            writeDamaged(producer, Topics.FOLLOWS, malloryId, followBy(malloryId, malloryId ^ (1L << 40)));
            writeDamaged(producer, Topics.LIKES, malloryId, likeBy(malloryId, first));
        }
        Tweet second = mallory.post("after");
        bob.like(second);
        bob.retweet(second);

        // Then
        Eventually.holds(() -> {
            assertThat(bob.home().ids()).contains(second.id(), first.id());
            assertThat(mallory.see(second).engagement()).isEqualTo(new Engagement(1, 0, 1, 0, 0));
        });
        skein.awaitReady();
    }

    private <V> void writeDamaged(KafkaProducer<byte[], byte[]> producer, Topic<Long, V> topic, long id, V good)
            throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        Random random = new Random(topic.name().hashCode());
        byte[] key = ByteBuffer.allocate(8).putLong(id).array();
        byte[] value = codecs.value(topic).serializer().serialize(topic.name(), good);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] damaged = value.clone();
            for (int hit = random.nextInt(5); hit >= 0; hit--) {
                damaged[AVRO_HEADER + random.nextInt(damaged.length - AVRO_HEADER)] = (byte) random.nextInt(256);
            }
            sent.add(producer.send(
                    new ProducerRecord<>(topic.name(), Id.partition(id, Skein.PARTITIONS), key, damaged)));
        }
        for (Future<RecordMetadata> record : sent) {
            record.get(30, TimeUnit.SECONDS);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", skein.kafka(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private <V> void writeBad(
            KafkaProducer<byte[], byte[]> producer, Map<Place, String> bad, Topic<Long, V> topic, long id, V good)
            throws Exception {
        int partition = Id.partition(id, Skein.PARTITIONS);
        int wrongPartition = (partition + 1) % Skein.PARTITIONS;
        byte[] key = ByteBuffer.allocate(8).putLong(id).array();
        byte[] value = codecs.value(topic).serializer().serialize(topic.name(), good);
        byte[] huge = Arrays.copyOf(value, value.length);
        // Every string, array and union in a record begins with a varint: this one promises gigabytes.
        Arrays.fill(huge, 5, huge.length, (byte) 0xfe);
        byte[] otherSchema = value.clone();
        ByteBuffer.wrap(otherSchema).putInt(1, UNKNOWN_SCHEMA);

        Map<String, @Nullable ProducerRecord<byte[], byte[]>> records = new HashMap<>();
        records.put(
                "garbage",
                new ProducerRecord<>(topic.name(), partition, key, "garbage".getBytes(StandardCharsets.UTF_8)));
        records.put("nothing", new ProducerRecord<>(topic.name(), partition, key, new byte[0]));
        records.put("a header only", new ProducerRecord<>(topic.name(), partition, key, Arrays.copyOf(value, 5)));
        records.put(
                "cut short",
                new ProducerRecord<>(topic.name(), partition, key, Arrays.copyOf(value, value.length - 2)));
        records.put(
                "too long", new ProducerRecord<>(topic.name(), partition, key, Arrays.copyOf(value, value.length + 2)));
        records.put("promises too much", new ProducerRecord<>(topic.name(), partition, key, huge));
        records.put("unknown schema", new ProducerRecord<>(topic.name(), partition, key, otherSchema));
        records.put("in the wrong partition", new ProducerRecord<>(topic.name(), wrongPartition, key, value));
        records.put("no value", new ProducerRecord<>(topic.name(), partition, key, null));
        records.put("a short key", new ProducerRecord<>(topic.name(), partition, new byte[] {1, 2, 3}, value));
        records.put("no key", new ProducerRecord<>(topic.name(), partition, null, value));
        records.put("a key that is no id", new ProducerRecord<>(topic.name(), partition, new byte[8], value));
        byte[] another = ByteBuffer.allocate(8).putLong(id ^ 1L << 40).array();
        records.put("a key of another", new ProducerRecord<>(topic.name(), partition, another, value));
        for (Map.Entry<String, @Nullable ProducerRecord<byte[], byte[]>> record : records.entrySet()) {
            try {
                RecordMetadata written = producer.send(record.getValue()).get(30, TimeUnit.SECONDS);
                bad.put(new Place(written.topic(), written.partition(), written.offset()), record.getKey());
            } catch (ExecutionException e) {
                // A compacted topic takes no record without a key: the broker has refused it, which will do.
                assertThat(record.getKey())
                        .as("refused by the broker: %s", e.getMessage())
                        .isEqualTo("no key");
            }
        }
    }

    /** Reads the dead letters until each bad record is among them, with its place and a reason. */
    private void awaitDeadLetters(Map<Place, String> bad) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", skein.kafka(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Skein.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.DEAD_LETTERS.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Set<Place> missing = new HashSet<>(bad.keySet());
            List<String> withoutReason = new ArrayList<>();
            Instant deadline = Instant.now().plus(Eventually.STUCK);
            while (!missing.isEmpty() && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    Place place = new Place(
                            header(letter, "skein.topic"),
                            Integer.parseInt(header(letter, "skein.partition")),
                            Long.parseLong(header(letter, "skein.offset")));
                    missing.remove(place);
                    if (header(letter, "skein.reason").isBlank()) {
                        withoutReason.add(place.toString());
                    }
                }
            }
            assertThat(missing.stream().map(place -> bad.get(place) + " at " + place))
                    .as("bad records that are not in the dead letters")
                    .isEmpty();
            assertThat(withoutReason).as("dead letters without a reason").isEmpty();
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertThat(header).as("header %s", name).isNotNull();
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Author author(Person person) {
        return Author.newBuilder()
                .setId(Long.parseLong(person.id()))
                .setHandle(person.handle())
                .setDisplayName("forged")
                .setVersion(1)
                .build();
    }

    private static TweetEvent tweetOf(Person ada) {
        long now = Instant.now().toEpochMilli();
        long id = Id.of(now, 31, 127, Id.shard(Long.parseLong(ada.id())));
        return TweetEvent.newBuilder()
                .setKind(TweetEventKind.POSTED)
                .setTweet(dev.skein.schemas.tweet.Tweet.newBuilder()
                        .setId(id)
                        .setAuthor(author(ada))
                        .setText("written by nobody")
                        .setCreatedAt(now)
                        .setVersion(id)
                        .build())
                .build();
    }

    private static RetweetEvent retweetBy(Person bob, Tweet tweet) {
        long now = Instant.now().toEpochMilli();
        return RetweetEvent.newBuilder()
                .setKind(RetweetEventKind.RETWEETED)
                .setId(Id.of(now, 31, 127, Id.shard(Long.parseLong(bob.id()))))
                .setRetweeter(author(bob))
                .setTweetId(Long.parseLong(tweet.id()))
                .setAt(now)
                .build();
    }

    private static FollowEvent followBy(long actor, long target) {
        return FollowEvent.newBuilder()
                .setKind(FollowEventKind.UNFOLLOW)
                .setActorId(actor)
                .setTargetId(target)
                .setAt(Instant.now().toEpochMilli())
                .build();
    }

    private static ReactionEvent likeBy(long user, Tweet tweet) {
        return ReactionEvent.newBuilder()
                .setKind(ReactionEventKind.LIKE)
                .setUserId(user)
                .setTweetId(Long.parseLong(tweet.id()))
                .setAt(Instant.now().toEpochMilli())
                .build();
    }
}
