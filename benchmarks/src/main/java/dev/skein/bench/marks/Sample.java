package dev.skein.bench.marks;

import dev.skein.bench.client.Answer;
import dev.skein.bench.client.CallFailedException;
import dev.skein.bench.client.HttpLoop;
import dev.skein.bench.client.Json;
import dev.skein.bench.client.Request;
import java.io.PrintStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Reads timelines of people at random back and compares them with what was written: speed would mean nothing else. */
final class Sample {
    private static final int READERS = 25;

    /** As many as a page of {@link Tokens#page} has. */
    static final int PAGE = 20;

    private Sample() {}

    static void check(
            HttpLoop loop,
            int people,
            IntFunction<Request> page,
            Rounds rounds,
            SplittableRandom random,
            PrintStream out) {
        for (int i = 0; i < READERS; i++) {
            int reader = random.nextInt(people);
            List<Long> expected = rounds.newestFor(reader, PAGE);
            Answer answer = loop.call(page.apply(reader));
            if (!answer.ok()) {
                throw new CallFailedException("reading a timeline back", answer);
            }
            if (!Json.ids(answer).equals(expected)) {
                throw new CallFailedException("a timeline should be " + expected + " and is " + Json.ids(answer));
            }
        }
        out.println(READERS + " timelines read back: each is what was written");
    }
}
