package dev.skein.ingest.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People as this instance has seen them lately: every write asks who its author is, and a table asked ten thousand times a second has no time for anything else.
 *
 * <p>Only those who are there are remembered, so somebody new is found at once. What another instance changed is seen here when the memory ends.
 */
public final class People {
    private static final int REMEMBERED = 200_000;

    private final UserStore store;
    private final Cache<Long, UserRow> byId;
    private final Cache<String, UserRow> byHandle;

    public People(UserStore store, Duration remembered) {
        this.store = store;
        this.byId = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(remembered)
                .build();
        this.byHandle = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(remembered)
                .build();
    }

    public Optional<UserRow> byId(long id) {
        UserRow known = byId.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<UserRow> found = store.byId(id);
        found.ifPresent(this::remember);
        return found;
    }

    /** Those of the handles that are somebody's, in the order given, each person once. */
    public List<UserRow> byHandles(List<String> handles) {
        if (handles.isEmpty()) {
            return List.of();
        }
        Map<String, UserRow> found = new HashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (String handle : handles) {
            String lower = handle.toLowerCase(Locale.ROOT);
            @Nullable UserRow known = byHandle.getIfPresent(lower);
            if (known == null) {
                unknown.add(lower);
            } else {
                found.put(lower, known);
            }
        }
        if (!unknown.isEmpty()) {
            store.byHandles(unknown).forEach((handle, user) -> {
                remember(user);
                found.put(handle, user);
            });
        }
        Map<Long, UserRow> inOrder = new LinkedHashMap<>();
        for (String handle : handles) {
            UserRow user = found.get(handle.toLowerCase(Locale.ROOT));
            if (user != null) {
                inOrder.putIfAbsent(user.id(), user);
            }
        }
        return new ArrayList<>(inOrder.values());
    }

    public void remember(UserRow user) {
        byId.put(user.id(), user);
        byHandle.put(user.handle().toLowerCase(Locale.ROOT), user);
    }

    /** Forgets somebody who changed or left. */
    public void forget(UserRow user) {
        byId.invalidate(user.id());
        byHandle.invalidate(user.handle().toLowerCase(Locale.ROOT));
    }
}
