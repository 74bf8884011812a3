package dev.skein.streams;

import dev.skein.catalog.IdPair;
import dev.skein.schemas.follow.FollowEventKind;
import java.util.HashSet;
import java.util.Set;

/** Who follows and who blocks whom, as plain sets of actor and target: what topologies are compared with. */
public final class PlainFollows {
    public final Set<IdPair> follows = new HashSet<>();
    public final Set<IdPair> blocks = new HashSet<>();

    public void apply(FollowEventKind kind, long actor, long target) {
        IdPair edge = new IdPair(actor, target);
        IdPair reverse = new IdPair(target, actor);
        switch (kind) {
            case FOLLOW -> {
                if (!blocks.contains(edge) && !blocks.contains(reverse)) {
                    follows.add(edge);
                }
            }
            case UNFOLLOW -> follows.remove(edge);
            case BLOCK -> {
                blocks.add(edge);
                follows.remove(edge);
                follows.remove(reverse);
            }
            case UNBLOCK -> blocks.remove(edge);
            case MUTE, UNMUTE -> {}
        }
    }
}
