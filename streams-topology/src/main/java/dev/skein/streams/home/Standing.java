package dev.skein.streams.home;

import dev.skein.schemas.delivery.Backfilled;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a reader's timeline holds all that it should. Any thread may ask which of the four it is and when it became
 * so; what else is in one is the writer's alone.
 */
sealed interface Standing {
    /** The name of the last change that counted, milliseconds since 1970-01-01 UTC; 0: there was none. */
    long at();

    /** All is there. */
    record Whole(long at) implements Standing {}

    /** Something is missing that nobody has asked for: the ring was dropped, or the log began too late. */
    record Lacking(long at) implements Standing {}

    /**
     * Not seen for long: nothing is kept.
     *
     * @param missed whom they began to follow since, as far as that is heard here; they are asked on return
     */
    record Gone(long at, Set<Long> missed) implements Standing {
        /** Somebody who follows so many while nobody is there is no reader; the rest comes with the list of followees. */
        static final int MISSED_MAX = 1_000;

        /** As this, and one more. */
        Gone missing(long followee) {
            Set<Long> more = new HashSet<>(missed);
            more.add(followee);
            return new Gone(at, Set.copyOf(more));
        }
    }

    /**
     * Being rebuilt.
     *
     * @param followees who has not answered yet
     * @param retweets entries announced by an answer and not answered yet
     * @param early entries answered, perhaps before they were announced
     */
    record Rebuilding(long at, Set<Long> followees, Set<Long> retweets, Set<Long> early) implements Standing {
        Rebuilding(long at) {
            this(at, new HashSet<>(), new HashSet<>(), new HashSet<>());
        }

        /** Takes an answer to this rebuild, once or again. */
        void answer(Backfilled answer) {
            Long retweet = answer.getAnswered();
            if (retweet != null) {
                retweets.remove(retweet);
                early.add(retweet);
            } else if (followees.remove(answer.getFolloweeId())) {
                for (Long fetching : answer.getFetching()) {
                    if (!early.contains(fetching)) {
                        retweets.add(fetching);
                    }
                }
            }
        }

        boolean whole() {
            return followees.isEmpty() && retweets.isEmpty();
        }
    }
}
