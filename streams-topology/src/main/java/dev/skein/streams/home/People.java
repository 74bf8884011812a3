package dev.skein.streams.home;

import dev.skein.schemas.user.Author;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everybody whom something here names, and those heard of lately: a delivery that calls them by an older name may be on
 * its way. One thread writes; others walk it for a snapshot.
 */
final class People implements SnapshotPart {
    /** Of a person, their names and their place in a table, about. */
    private static final int PERSON_BYTES = 240;

    private final LongTable<Person> byId = new LongTable<>();

    /** Somebody is called so, or was. */
    Person learn(Author author) {
        Person known = byId.get(author.getId());
        if (known == null) {
            known = new Person(author);
            byId.put(author.getId(), known);
        } else {
            known.learn(author);
        }
        return known;
    }

    /** As {@link #learn(Author)} of a tweet's author. */
    Person learnAuthor(ToldTweet tweet) {
        Person known = byId.get(tweet.authorId());
        if (known == null || known.names().getVersion() < tweet.namesVersion()) {
            return learn(tweet.names());
        }
        known.heardOf = true;
        return known;
    }

    /** Somebody who is known; null if they are not. Writer only. */
    @Nullable
    Person find(long id) {
        return byId.get(id);
    }

    /** How many there are. Any thread. */
    int size() {
        return byId.size();
    }

    /** What they take in memory, about. Any thread. */
    long bytes() {
        return PERSON_BYTES * (long) byId.size();
    }

    /** Time has passed: whom nothing names, and nobody told of since the last turn, is forgotten. */
    void turn() {
        byId.forEach((id, person) -> {
            if (person.named == 0 && !person.heardOf) {
                byId.remove(id);
            }
            person.heardOf = false;
        });
    }

    @Override
    public int kind() {
        return SnapshotPart.PEOPLE;
    }

    @Override
    public Consumer<SnapshotOutput> cut() {
        return out -> byId.forEach((id, person) -> {
            Author author = person.names();
            byte[] handle = author.getHandle().getBytes(StandardCharsets.UTF_8);
            byte[] displayName = author.getDisplayName().getBytes(StandardCharsets.UTF_8);
            ByteBuffer record = out.record(2 * (Long.BYTES + Integer.BYTES) + handle.length + displayName.length);
            record.putLong(id).putLong(author.getVersion());
            record.putInt(handle.length).put(handle);
            record.putInt(displayName.length).put(displayName);
        });
    }

    @Override
    public void load(ByteBuffer record) {
        long id = record.getLong();
        long version = record.getLong();
        learn(new Author(id, text(record), text(record), version));
    }

    private static String text(ByteBuffer record) {
        byte[] bytes = new byte[record.getInt()];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
