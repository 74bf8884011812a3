package dev.skein.streams.author;

import dev.skein.schemas.delivery.Delivery;
import dev.skein.schemas.tweet.Tweet;
import dev.skein.streams.author.Effect.Deliver;
import dev.skein.streams.author.Effect.State;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Sinks whose partition or headers are told by an effect that is itself not written: only what is inside is. */
final class Envelopes {
    /** A header of tombstones in {@code tweet-state}: the version of the deletion, eight bytes big-endian. */
    static final String VERSION = "version";
    /** Another: whose tweet it was, likewise. Who keeps tweets by author finds it by that, also if they never saw it. */
    static final String AUTHOR = "author";

    private Envelopes() {}

    /** Writes the delivery. */
    static Serializer<Deliver> deliver(Serde<Delivery> deliveries) {
        return (topic, deliver) -> deliveries.serializer().serialize(topic, deliver.delivery());
    }

    /** Writes the tweet, or a tombstone that carries its version and author. */
    static Serializer<State> state(Serde<Tweet> tweets) {
        return new Serializer<>() {
            @Override
            public byte @Nullable [] serialize(String topic, Headers headers, State state) {
                if (state.tweet() == null) {
                    headers.add(VERSION, eightBytes(state.version()));
                    headers.add(AUTHOR, eightBytes(state.authorId()));
                }
                return serialize(topic, state);
            }

            @Override
            public byte @Nullable [] serialize(String topic, State state) {
                return state.tweet() == null ? null : tweets.serializer().serialize(topic, state.tweet());
            }
        };
    }

    private static byte[] eightBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
