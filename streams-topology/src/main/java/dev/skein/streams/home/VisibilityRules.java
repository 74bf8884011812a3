package dev.skein.streams.home;

import org.jspecify.annotations.Nullable;

/** What a reader sees of what was delivered to them: decided at each read, by how they stand to others now. */
final class VisibilityRules {
    private VisibilityRules() {}

    /**
     * A tweet in its author's name: the reader's own, or of somebody they follow and do not hide. A reply only if they
     * follow both sides.
     *
     * @param answered who wrote the answered tweet; null if it is no reply; nobody's id if that is not known, and then
     *     nobody else sees it
     */
    static boolean showsTweet(long reader, long author, @Nullable Long answered, Relations relations) {
        if (author == reader) {
            return true;
        }
        return relations.shows(author)
                && (answered == null || answered == reader || answered == author || relations.follows(answered));
    }

    /** A tweet that somebody passed on: the retweeter as above, and whoever wrote it unless one hides from the other. */
    static boolean showsRetweet(long reader, long retweeter, long author, Relations relations) {
        if (author != reader && relations.hides(author)) {
            return false;
        }
        return retweeter == reader || relations.shows(retweeter);
    }
}
