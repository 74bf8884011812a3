/**
 * The ingest API: HTTP in, Kafka out; people and sessions in PostgreSQL.
 *
 * <p>{@link dev.skein.ingest.Main} reads {@link dev.skein.ingest.IngestConfig}, builds {@link dev.skein.ingest.Ingest} and runs it; {@link dev.skein.ingest.Routes} lists every call. A call then goes through {@code api} (parse,
 * call, respond), which asks {@code rules} what is allowed, {@code postgres} who is who, {@code lookup} what was written before, and writes to {@code events}. A write is answered once Kafka has it.
 */
@NullMarked
package dev.skein.ingest;

import org.jspecify.annotations.NullMarked;
