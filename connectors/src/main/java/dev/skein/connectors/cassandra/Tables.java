package dev.skein.connectors.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletionStage;

/** The two tables, written together. */
final class Tables implements AutoCloseable {

    private final CqlSession session;
    private final PreparedStatement putById;
    private final PreparedStatement putByAuthor;
    private final PreparedStatement authorOf;
    private final PreparedStatement deleteById;
    private final PreparedStatement deleteByAuthor;

    Tables(CqlSession session) {
        this.session = session;
        putById = session.prepare("INSERT INTO tweets_by_id (id, author_id, version, created_at, body)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
        putByAuthor = session.prepare("INSERT INTO tweets_by_author (author_id, month, id, version, created_at, body)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        authorOf = session.prepare("SELECT author_id FROM tweets_by_id WHERE id = ?");
        deleteById = session.prepare("DELETE FROM tweets_by_id USING TIMESTAMP ? WHERE id = ?");
        deleteByAuthor = session.prepare(
                "DELETE FROM tweets_by_author USING TIMESTAMP ? WHERE author_id = ? AND month = ? AND id = ?");
    }

    /** Writes or deletes; completes when the cluster has it. */
    CompletionStage<AsyncResultSet> apply(Row row) {
        Long author = row.authorId();
        if (author != null) {
            Row.Tweet tweet = row.tweet();
            return tweet == null ? delete(row, author) : put(row, author, tweet);
        }
        // A tombstone that was written before they said whose tweet it was.
        return session.executeAsync(authorOf.bind(row.id())).thenCompose(found -> {
            var known = found.one();
            return known == null
                    ? session.executeAsync(deleteById.bind(row.version(), row.id()))
                    : delete(row, known.getLong("author_id"));
        });
    }

    private CompletionStage<AsyncResultSet> put(Row row, long author, Row.Tweet tweet) {
        long id = row.id();
        long version = row.version();
        return together(
                putById.bind(id, author, version, tweet.createdAt(), tweet.body(), version),
                putByAuthor.bind(author, Row.month(id), id, version, tweet.createdAt(), tweet.body(), version));
    }

    private CompletionStage<AsyncResultSet> delete(Row row, long author) {
        return together(
                deleteByAuthor.bind(row.version(), author, Row.month(row.id()), row.id()),
                deleteById.bind(row.version(), row.id()));
    }

    /** Unlogged: both are written again until both are there. */
    private CompletionStage<AsyncResultSet> together(BoundStatement one, BoundStatement other) {
        return session.executeAsync(BatchStatement.newInstance(DefaultBatchType.UNLOGGED, one, other));
    }

    @Override
    public void close() {
        session.close();
    }
}
