/** What lies in PostgreSQL: people, signing keys, leases of worker numbers and idempotency keys. Each table has one class that knows it. */
@NullMarked
package dev.skein.ingest.postgres;

import org.jspecify.annotations.NullMarked;
