package dev.skein.streams.home;

import dev.skein.schemas.store.Relation;
import dev.skein.streams.RelationRules;
import org.jspecify.annotations.Nullable;

/** What a reader sees of what was delivered to them: decided at each read, by how they stand to others now. */
final class VisibilityRules {
    private VisibilityRules() {}

    /**
     * A tweet in its author's name: the reader's own, or of somebody they follow and do not hide. A reply only if they
     * follow both sides.
     *
     * @param answered who wrote the answered tweet; null if it is no reply, or is not known
     */
    static boolean showsTweet(long reader, long author, @Nullable Long answered, Relations relations) {
        if (author == reader) {
            return true;
        }
        Relation toAuthor = relations.to(author);
        return RelationRules.follows(toAuthor)
                && !hides(toAuthor)
                && (answered == null
                        || answered == reader
                        || answered == author
                        || RelationRules.follows(relations.to(answered)));
    }

    /** A tweet that somebody passed on: the retweeter as above, and whoever wrote it unless one hides from the other. */
    static boolean showsRetweet(long reader, long retweeter, long author, Relations relations) {
        if (author != reader && hides(relations.to(author))) {
            return false;
        }
        if (retweeter == reader) {
            return true;
        }
        Relation toRetweeter = relations.to(retweeter);
        return RelationRules.follows(toRetweeter) && !hides(toRetweeter);
    }

    private static boolean hides(@Nullable Relation relation) {
        return relation != null && (relation.getMuting() || relation.getBlocking() || relation.getBlockedBy());
    }
}
