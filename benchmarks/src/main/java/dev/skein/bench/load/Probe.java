package dev.skein.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page again and again until a tweet stands in it, or on the one where it belongs if newer tweets have filled
 * the first; the longer it has waited the more rarely, by a tenth of the time so far: a system that is behind must not be
 * asked so often that it stays behind.
 */
public final class Probe {
    private static final int PAUSE_SHARE = 10;

    private final HttpLoop loop;
    private final Request page;
    private final long tweetId;
    private final byte[] sought;
    private final Duration pause;
    private final long startedNanos = System.nanoTime();
    private final long deadlineNanos;
    private final Consumer<Boolean> done;

    private Probe(HttpLoop loop, Request page, long tweetId, Duration pause, Duration max, Consumer<Boolean> done) {
        this.loop = loop;
        this.page = page;
        this.tweetId = tweetId;
        this.sought = ("\"id\":\"" + tweetId + "\"").getBytes(ISO_8859_1);
        this.pause = pause;
        this.deadlineNanos = startedNanos + max.toNanos();
        this.done = done;
    }

    /**
     * Begins; on the loop's thread.
     *
     * @param pause between an answer and the next question, at first
     * @param done whether it was found, or the time was up
     */
    public static void start(
            HttpLoop loop, Request page, long tweetId, Duration pause, Duration max, Consumer<Boolean> done) {
        new Probe(loop, page, tweetId, pause, max, done).ask();
    }

    private void ask() {
        loop.send(page, this::answered);
    }

    private void answered(Answer answer) {
        if (answer.ok() && contains(answer.body(), sought)) {
            done.accept(true);
            return;
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            done.accept(false);
            return;
        }
        String behind = answer.ok() ? pageBehind(answer) : null;
        if (behind != null) {
            loop.send(page.from(behind), this::answered);
        } else {
            Duration share = Duration.ofNanos((System.nanoTime() - startedNanos) / PAUSE_SHARE);
            loop.after(pause.compareTo(share) > 0 ? pause : share, this::ask);
        }
    }

    /** The cursor of the next page, if the tweet belongs there; else null. */
    private @Nullable String pageBehind(Answer answer) {
        List<Long> ids = Json.ids(answer);
        return ids.isEmpty() || ids.get(ids.size() - 1) < tweetId
                ? null
                : Json.strings(answer, "next", 1).stream().findFirst().orElse(null);
    }

    static boolean contains(byte[] bytes, byte[] sought) {
        int last = bytes.length - sought.length;
        for (int i = 0; i <= last; i++) {
            int j = 0;
            while (j < sought.length && bytes[i + j] == sought[j]) {
                j++;
            }
            if (j == sought.length) {
                return true;
            }
        }
        return false;
    }
}
