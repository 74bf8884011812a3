package dev.skein.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.schemas.engagement.Engagement;
import dev.skein.schemas.tweet.Mention;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.schemas.tweet.TweetEvent;
import dev.skein.schemas.tweet.TweetEventKind;
import dev.skein.schemas.user.Author;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private static final String TOPIC = "tweets";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<TweetEvent> tweets = new AvroSerde<>(TweetEvent.class, registry);

    @Test
    void aValueComesBackAsItWasWithAnyUnicode() {
        TweetEvent event = tweet("a\u0000b é 漢字 🚀 \u202e");

        assertThat(tweets.deserialize(TOPIC, tweets.serialize(TOPIC, event))).isEqualTo(event);
    }

    @Test
    void itIsInConfluentsWireFormat() {
        byte[] bytes = tweets.serialize(TOPIC, tweet("x"));

        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
        assertThat(registry.schema(1)).isEqualTo(TweetEvent.getClassSchema());
    }

    @Test
    void nothingStaysNothing() {
        assertThat(tweets.serialize(TOPIC, null)).isNull();
        assertThat(tweets.deserialize(TOPIC, null)).isNull();
    }

    @Test
    void anOlderVersionIsReadWithTheDefaultsOfWhatItLacks() throws Exception {
        // Given a record written before there were dislikes
        Schema old = SchemaBuilder.record("Engagement")
                .namespace("dev.skein.schemas.engagement")
                .fields()
                .requiredLong("likes")
                .endRecord();
        GenericData.Record record = new GenericData.Record(old);
        record.put("likes", 7L);
        var bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0, 0, 0, 0, (byte) registry.register("engagement-value", old)});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(old).write(record, encoder);
        encoder.flush();
        // When
        Engagement read = new AvroSerde<>(Engagement.class, registry).deserialize("engagement", bytes.toByteArray());
        // Then
        assertThat(read).isEqualTo(new Engagement(7L, 0L, 0L, 0L, 0L));
    }

    @Test
    void whatIsNoRecordIsRefusedAndNothingElseIsThrown() {
        byte[] good = requireNonNull(tweets.serialize(TOPIC, tweet("hello")));
        Random random = new Random(5);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = damage(good, random);
            try {
                tweets.deserialize(TOPIC, bytes);
            } catch (SerializationException expected) {
                assertThat(expected).hasMessageMatching("(?s)(not Avro|cannot be read|bytes are left).*");
            }
        }
    }

    @Test
    void anUnknownSchemaAndARecordCutShortAreNamed() {
        byte[] good = requireNonNull(tweets.serialize(TOPIC, tweet("hello")));
        byte[] unknown = good.clone();
        unknown[4] = 99;

        assertThatThrownBy(() -> tweets.deserialize(TOPIC, unknown))
                .isInstanceOf(SerializationException.class)
                .hasRootCauseMessage("no schema has the id 99");
        assertThatThrownBy(() -> tweets.deserialize(TOPIC, Arrays.copyOf(good, good.length - 1)))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> tweets.deserialize(TOPIC, Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> tweets.deserialize(TOPIC, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class);
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 4));
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 5; i--) {
            bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static TweetEvent tweet(String text) {
        return new TweetEvent(
                TweetEventKind.POSTED,
                Tweet.newBuilder()
                        .setId(1)
                        .setAuthor(new Author(2L, "ada", "Ada", 1L))
                        .setText(text)
                        .setHashtags(List.of("jazz"))
                        .setMentions(List.of(new Mention(3L, "bob")))
                        .setCreatedAt(4)
                        .setVersion(1)
                        .build());
    }
}
