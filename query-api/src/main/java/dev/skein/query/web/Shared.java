package dev.skein.query.web;

import dev.skein.http.Bearer;
import dev.skein.http.Cursors;
import dev.skein.http.Ids;
import dev.skein.query.hosting.LocalStores;
import dev.skein.query.routing.Routing;

/** What every handler works with. */
record Shared(
        Bearer bearer,
        Ids ids,
        Cursors cursors,
        Routing routing,
        Forwarding forwarding,
        LocalStores stores,
        Reads reads,
        People people,
        Tweets tweets,
        TweetPresenter presenter,
        Activity activity) {}
