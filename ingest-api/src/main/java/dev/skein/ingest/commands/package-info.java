/**
 * Writing over a WebSocket. {@link dev.skein.ingest.commands.CommandsHandler} lets in who has a token; each connection is a {@link dev.skein.ingest.commands.CommandConnection},
 * which takes one {@link dev.skein.ingest.commands.Command} after the other and passes it through the API itself, as the request that it stands for. So a command is checked, limited,
 * counted and made idempotent by the very same code; {@link dev.skein.ingest.commands.CommandRules} only says which requests may come this way.
 */
@NullMarked
package dev.skein.ingest.commands;

import org.jspecify.annotations.NullMarked;
