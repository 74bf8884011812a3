package dev.skein.query.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.http.ApiException;
import dev.skein.http.InnerCalls;
import dev.skein.http.Json;
import dev.skein.query.live.Watching.Item;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The newest notifications of a person, as the API itself shows them, grouped; a group's place rises when somebody joins it.
 *
 * @param more whether there are older ones
 */
record Notices(List<Item> newestFirst, boolean more) {
    private static final String PATH = "/v1/notifications?limit=50";
    private static final int UNAVAILABLE = 503;
    private static final int OK = 200;

    /** Asks this API in the name of a token's bearer; fails where it cannot answer for the moment. */
    static CompletableFuture<Notices> ask(InnerCalls calls, String token) {
        InetSocketAddress self = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return calls.call(new InnerCalls.Call("GET", PATH, Map.of("Authorization", "Bearer " + token), null, self))
                .thenApply(Notices::read);
    }

    private static Notices read(InnerCalls.Answer answer) {
        if (answer.status() == UNAVAILABLE) {
            throw ApiException.unavailable("Notifications are moving.");
        }
        List<Item> items = new ArrayList<>();
        if (answer.status() != OK) {
            return new Notices(items, false);
        }
        try {
            JsonNode page = Json.mapper().readTree(answer.body());
            for (JsonNode notification : page.path("data")) {
                items.add(new Item(Long.parseLong(notification.path("id").asText()), notification.toString()));
            }
            return new Notices(items, page.path("next").isTextual());
        } catch (JsonProcessingException | NumberFormatException e) {
            throw new IllegalStateException("A page of notifications is not understood", e);
        }
    }
}
