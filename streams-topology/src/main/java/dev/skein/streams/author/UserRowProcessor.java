package dev.skein.streams.author;

import dev.skein.schemas.user.User;
import dev.skein.streams.author.UserRows.UserRow;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns rows into people, keyed by id. */
final class UserRowProcessor extends ContextualProcessor<byte[], byte[], Long, @Nullable User> {
    @Override
    public void process(Record<byte[], byte[]> record) {
        UserRow row = UserRows.read(record.key(), record.value());
        context().forward(new Record<>(row.id(), row.user(), record.timestamp()));
    }
}
