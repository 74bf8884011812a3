package dev.skein.streams.author;

import dev.skein.schemas.store.HandleClaim;
import dev.skein.schemas.user.User;
import dev.skein.streams.author.Effect.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a change of a person means to their handle and to those who know their name. */
final class UserRules {
    private UserRules() {}

    /** Whether this is older than what is known. The same version again is not: what follows from it may have been lost. */
    static boolean stale(@Nullable User known, User told) {
        return known != null && known.getVersion() > told.getVersion();
    }

    /** Whether others must learn the name. Told again where it may not have come through. */
    static boolean renamed(@Nullable User known, User told) {
        return known == null
                || known.getVersion() == told.getVersion()
                || !known.getHandle().equals(told.getHandle())
                || !known.getDisplayName().equals(told.getDisplayName());
    }

    /**
     * Which handles are given up and taken.
     *
     * @param told null where the account is deleted
     */
    static List<Claim> claims(@Nullable User known, @Nullable User told) {
        List<Claim> claims = new ArrayList<>(2);
        String before = known == null ? null : lowerCase(known);
        String now = told == null ? null : lowerCase(told);
        if (known != null && before != null && !before.equals(now)) {
            claims.add(new Claim(before, new HandleClaim(known.getId(), false)));
        }
        if (told != null && now != null) {
            claims.add(new Claim(now, new HandleClaim(told.getId(), true)));
        }
        return claims;
    }

    /**
     * Who holds a handle after a claim. Two people's claims come in either order, for they come from two partitions. But
     * PostgreSQL lets one person at a time have a handle, so <em>the later claim is right</em>, by the time of the change
     * in PostgreSQL; and giving a handle up takes it only from the one who gives it up, and not what they took later.
     *
     * @param holder who holds it, and since when; null: nobody
     * @param at when the claim was made, milliseconds since 1970-01-01 UTC
     * @return who holds it from now on; null: nobody
     */
    static @Nullable Holder holder(@Nullable Holder holder, HandleClaim claim, long at) {
        if (holder != null && holder.since() > at) {
            return holder;
        }
        if (claim.getHeld()) {
            return new Holder(claim.getUserId(), at);
        }
        return holder != null && holder.userId() == claim.getUserId() ? null : holder;
    }

    /**
     * Who holds a handle.
     *
     * @param since when they claimed it, milliseconds since 1970-01-01 UTC
     */
    record Holder(long userId, long since) {}

    private static String lowerCase(User user) {
        return user.getHandle().toLowerCase(Locale.ROOT);
    }
}
