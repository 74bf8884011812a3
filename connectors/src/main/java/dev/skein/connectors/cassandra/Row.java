package dev.skein.connectors.cassandra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skein.catalog.Id;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record of {@code tweet-state} wants of the archive.
 *
 * @param authorId null in deletions that do not say whose it was
 * @param tweet as it stands; null when it is deleted
 */
record Row(long id, long version, @Nullable Long authorId, @Nullable Tweet tweet, SinkRecord record) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "version";
    private static final String AUTHOR = "author";
    private static final int MONTHS = 100;

    /** @param body all of it, in JSON */
    record Tweet(Instant createdAt, String body) {}

    /** @throws DataException where the record is none of a tweet */
    static Row of(SinkRecord record) {
        if (!(record.key() instanceof Long id)) {
            throw new DataException("the key is not a tweet's id: " + record.key());
        }
        if (record.value() == null) {
            Long version = header(record, VERSION);
            if (version == null) {
                throw new DataException("a deletion without its version");
            }
            return new Row(id, version, header(record, AUTHOR), null, record);
        }
        if (!(record.value() instanceof Map<?, ?> tweet)
                || !(tweet.get(AUTHOR) instanceof Map<?, ?> author)
                || !(author.get("id") instanceof Long authorId)
                || !(tweet.get("createdAt") instanceof Long createdAt)
                || !(tweet.get(VERSION) instanceof Long version)) {
            throw new DataException("not a tweet");
        }
        try {
            String body = JSON.writeValueAsString(tweet);
            return new Row(id, version, authorId, new Tweet(Instant.ofEpochMilli(createdAt), body), record);
        } catch (JsonProcessingException e) {
            throw new DataException("cannot be written as JSON", e);
        }
    }

    private static @Nullable Long header(SinkRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        return header != null && header.value() instanceof Long value ? value : null;
    }

    /** The month in which a tweet was posted, in UTC, such as 202611; it stands in the tweet's id. */
    static int month(long id) {
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(Id.millis(id)).atZone(ZoneOffset.UTC));
        return month.getYear() * MONTHS + month.getMonthValue();
    }
}
