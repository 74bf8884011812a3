package dev.skein.streams.home;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A partition's copies of the newest entries of famous authors: a {@link Ring} for each author, merged with a reader's own
 * when it is read. It stays when its author ceases to be famous, since what is in it is nowhere else; it goes with its
 * last entry. One thread writes, others read.
 */
final class FamousCopies {
    private final Rings byAuthor;

    /** @param dropped gets all slots that are in no copy any more */
    FamousCopies(Ring.Slots dropped) {
        byAuthor = new Rings(SnapshotPart.COPIES, dropped);
    }

    /** The newest entries of each author. */
    Rings byAuthor() {
        return byAuthor;
    }

    /** Copies of the authors whom a reader follows, and of the reader; null where there are none. Any thread. */
    @Nullable
    List<Ring> of(long reader, Relations relations) {
        if (byAuthor.size() == 0) {
            return null;
        }
        Found found = new Found();
        found.accept(reader);
        relations.forEachFollowee(found);
        return found.copies;
    }

    private final class Found implements LongConsumer {
        private @Nullable List<Ring> copies;

        @Override
        public void accept(long author) {
            Ring copy = byAuthor.of(author);
            if (copy != Ring.EMPTY) {
                if (copies == null) {
                    copies = new ArrayList<>();
                }
                copies.add(copy);
            }
        }
    }
}
