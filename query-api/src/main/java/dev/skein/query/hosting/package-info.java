/**
 * The Kafka Streams applications of this process. {@link dev.skein.query.hosting.StreamsHost} starts them with the settings
 * of {@code StreamsProperties}, all on one RocksDB memory ({@link dev.skein.query.hosting.SharedRocksDb}); {@code
 * FailureRules} decide what a dead thread means. {@code KnownOwners} tell which instance holds what, {@link
 * dev.skein.query.hosting.LocalStores} answer from what lies here, and {@code Lags} know how old a copy is.
 */
@NullMarked
package dev.skein.query.hosting;

import org.jspecify.annotations.NullMarked;
