package dev.skein.connectors.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletableFuture;
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
        Row.Tweet tweet = row.tweet();
        return tweet == null ? delete(row) : put(row, tweet);
    }

    private CompletionStage<AsyncResultSet> put(Row row, Row.Tweet tweet) {
        long id = row.id();
        long version = row.version();
        // Unlogged: each is written again until both are there.
        return session.executeAsync(BatchStatement.newInstance(
                DefaultBatchType.UNLOGGED,
                putById.bind(id, tweet.authorId(), version, tweet.createdAt(), tweet.body(), version),
                putByAuthor.bind(
                        tweet.authorId(), Row.month(id), id, version, tweet.createdAt(), tweet.body(), version)));
    }

    /** Whose it was stands in the row that goes last: what is cut short in between is done again as a whole. */
    private CompletionStage<AsyncResultSet> delete(Row row) {
        return session.executeAsync(authorOf.bind(row.id())).thenCompose(found -> {
            var known = found.one();
            CompletionStage<AsyncResultSet> first = known == null
                    ? CompletableFuture.completedStage(found)
                    : session.executeAsync(deleteByAuthor.bind(
                            row.version(), known.getLong("author_id"), Row.month(row.id()), row.id()));
            return first.thenCompose(done -> session.executeAsync(deleteById.bind(row.version(), row.id())));
        });
    }

    @Override
    public void close() {
        session.close();
    }
}
