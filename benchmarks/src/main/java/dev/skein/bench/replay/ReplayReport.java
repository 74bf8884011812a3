package dev.skein.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skein.bench.client.Answer;
import dev.skein.bench.client.Api;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Settling;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a person reads of a replay, before and after. */
final class ReplayReport {
    private static final int TRENDS_SHOWN = 10;
    private static final Duration STAYS_THE_SAME = Duration.ofSeconds(3);
    private static final Duration SETTLE_MAX = Duration.ofMinutes(1);

    private final Script script;
    private final Api api;
    private final PrintStream out;

    ReplayReport(Script script, Api api, PrintStream out) {
        this.script = script;
        this.api = api;
        this.out = out;
    }

    void beginning() {
        Plan plan = script.plan();
        out.printf(
                "%,d events of %,d people make %,d calls, %,d of them tweets, and %,d follow edges.%n",
                script.activity().size(),
                script.activity().users(),
                plan.size(),
                plan.tweets(),
                script.graph().size());
        bad("activity", script.activity().badLines());
        bad("follows", script.graph().badLines());
    }

    void end(Replay.Result result) {
        out.printf(
                "%,d calls done, %,d failed.%n",
                result.outcomes().doneCount(), result.outcomes().failedCount());
        for (Map.Entry<String, Integer> failure : result.failures().entrySet()) {
            out.printf("  %,d times: %s%n", failure.getValue(), failure.getKey());
        }
        if (result.stopped() != null) {
            out.println("Stopped: " + result.stopped());
        }
    }

    /** What anyone can look at now. */
    void toLookAt(Replay.Result result, HttpLoop loop) {
        busiest(result.tally());
        trends(loop);
    }

    void compared(Verification.Report compared) {
        out.printf(
                "Compared with an independent tally: %,d author timelines, the retweets of %,d tweets, %,d home timelines,"
                        + " the uses of %,d hashtags.%n",
                compared.authors(), compared.tweets(), compared.readers(), compared.hashtags());
        if (compared.agrees()) {
            out.println("All agree.");
            return;
        }
        out.printf("%,d differences, among them:%n", compared.differenceCount());
        compared.differences().forEach(difference -> out.println("  " + difference));
    }

    private void busiest(Tally tally) {
        int[] retweets = tally.retweetsByAuthor();
        int busiest = 0;
        for (int user = 1; user < retweets.length; user++) {
            busiest = retweets[user] > retweets[busiest] ? user : busiest;
        }
        if (retweets.length > 0) {
            long id = tally.idOf(busiest);
            out.printf(
                    "Most retweeted, %,d times: @%s, id %d%n  %s/v1/users/%d/tweets%n",
                    retweets[busiest], script.handle(busiest), id, api.query(), id);
        }
    }

    private void trends(HttpLoop loop) {
        Answer answer = settledTrends(loop);
        out.println("Trends of the last hour, " + api.query() + "/v1/trends?window=1h");
        if (!answer.ok()) {
            out.println("  " + answer.describe());
            return;
        }
        for (JsonNode trend : Json.tree(answer).path("data")) {
            out.printf(
                    "  #%-20s %,7d uses by %,d people%n",
                    trend.path("hashtag").asText(),
                    trend.path("uses").asLong(),
                    trend.path("authors").asLong());
        }
    }

    /** The topologies may still be on their way: shown is what stays the same for a while. */
    private Answer settledTrends(HttpLoop loop) {
        Answer answer = loop.call(api.trends("1h", TRENDS_SHOWN));
        long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Settling.pause(loop, STAYS_THE_SAME);
            Answer later = loop.call(api.trends("1h", TRENDS_SHOWN));
            if (uses(later).equals(uses(answer))) {
                return later;
            }
            answer = later;
        }
        return answer;
    }

    private static List<Long> uses(Answer answer) {
        List<Long> uses = new ArrayList<>();
        if (answer.ok()) {
            Json.tree(answer)
                    .path("data")
                    .forEach(trend -> uses.add(trend.path("uses").asLong()));
        }
        return uses;
    }

    private void bad(String what, BadLines lines) {
        if (lines.count() == 0) {
            return;
        }
        out.printf("%,d lines of the %s do not parse and are left out:%n", lines.count(), what);
        for (BadLines.BadLine line : lines.first()) {
            out.printf("  line %d: %s%n", line.number(), line.reason());
        }
        if (lines.count() > lines.first().size()) {
            out.println("  …");
        }
    }
}
