package dev.skein.ingest;

import dev.skein.ingest.api.AccountHandlers;
import dev.skein.ingest.api.AdminHandlers;
import dev.skein.ingest.api.BulkHandlers;
import dev.skein.ingest.api.KeyHandlers;
import dev.skein.ingest.api.MediaHandlers;
import dev.skein.ingest.api.NotificationHandlers;
import dev.skein.ingest.api.ReactionHandlers;
import dev.skein.ingest.api.RelationHandlers;
import dev.skein.ingest.api.SessionHandlers;
import dev.skein.ingest.api.TweetHandlers;
import dev.skein.ingest.commands.CommandsHandler;

/** All handlers of this API. */
record Handlers(
        AccountHandlers accounts,
        SessionHandlers sessions,
        TweetHandlers tweets,
        MediaHandlers media,
        ReactionHandlers reactions,
        RelationHandlers relations,
        NotificationHandlers notifications,
        AdminHandlers admin,
        BulkHandlers bulk,
        KeyHandlers keys,
        CommandsHandler commands) {}
