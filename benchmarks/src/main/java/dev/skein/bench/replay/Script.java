package dev.skein.bench.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All that a replay plays, read and decided before the first call.
 *
 * @param prefix stands before a person's number in their handle, so that one system can hold several casts; another than the usual
 *     one ends their hashtags as well
 */
public record Script(Activity activity, Plan plan, FollowGraph graph, String prefix) {
    /** Of handles, where nothing else is said. */
    public static final String PREFIX = "u";

    /**
     * Reads activity and plans the calls.
     *
     * @param follows an edge list, or null where those follow who retweet
     * @param linesMax how many lines to read
     */
    public static Script read(InputStream activity, @Nullable InputStream follows, long linesMax, String prefix)
            throws IOException {
        Activity read = ActivityReader.read(activity, linesMax);
        FollowGraph graph = follows == null ? FollowGraph.fromRetweets(read) : FollowGraph.read(follows, read);
        return new Script(read, Planner.plan(read), graph, prefix);
    }

    /** A person's handle. */
    public String handle(int user) {
        return prefix + activity.number(user);
    }

    /** What a call's tweet says. */
    public String text(int call) {
        boolean mention = plan.kind(call) == Plan.Kind.MENTION;
        return Words.text(call, mention ? handle(plan.target(call)) : "", hashtagEnding());
    }

    /** The hashtags of a call's tweet. */
    public List<String> hashtags(int call) {
        return Words.hashtags(call, hashtagEnding());
    }

    private String hashtagEnding() {
        return prefix.equals(PREFIX) ? "" : "_" + prefix.toLowerCase(Locale.ROOT);
    }

    /** Names this script played at an address: 16 hexadecimal digits. */
    public String nameAt(String address) {
        String all = String.join("\n", activity.digest(), Long.toHexString(graph.fingerprint()), prefix, address);
        byte[] digest = ActivityReader.sha256().digest(all.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 8);
    }
}
