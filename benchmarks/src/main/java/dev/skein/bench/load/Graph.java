package dev.skein.bench.load;

import java.util.SplittableRandom;
import org.agrona.collections.IntHashSet;

/**
 * Who follows whom, made up: numbers of followers fall with a power of the rank, as in social networks that were measured
 * (Kwak and others, "What is Twitter", 2010); who follows is drawn evenly. The same seed makes the same graph.
 */
public final class Graph {
    /** How fast the number of followers falls with the rank. */
    private static final double EXPONENT = 0.85;

    private static final int BISECTIONS = 60;

    private final int[] firstFollower;
    private final int[] followers;

    private Graph(int[] firstFollower, int[] followers) {
        this.firstFollower = firstFollower;
        this.followers = followers;
    }

    /**
     * Makes one.
     *
     * @param people at least 2
     * @param meanFollowers the mean of all
     * @param mostFollowers nobody has more; nor more than there are others
     */
    public static Graph powerLaw(int people, double meanFollowers, int mostFollowers, long seed) {
        int bound = Math.min(mostFollowers, people - 1);
        if (meanFollowers > bound) {
            throw new IllegalArgumentException(
                    people + " people cannot have " + meanFollowers + " followers each: take more of them");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] counts = counts(people, meanFollowers, bound);
        shuffle(counts, random);
        int[] firstFollower = new int[people + 1];
        for (int person = 0; person < people; person++) {
            firstFollower[person + 1] = firstFollower[person] + counts[person];
        }
        int[] followers = new int[firstFollower[people]];
        for (int person = 0; person < people; person++) {
            draw(person, people, followers, firstFollower[person], counts[person], random);
        }
        return new Graph(firstFollower, followers);
    }

    /** How many people there are. */
    public int people() {
        return firstFollower.length - 1;
    }

    /** How many edges there are. */
    public int edges() {
        return followers.length;
    }

    /** How many followers a person has. */
    public int followersOf(int person) {
        return firstFollower[person + 1] - firstFollower[person];
    }

    /** One of a person's followers. */
    public int follower(int person, int index) {
        return followers[firstFollower[person] + index];
    }

    private static int[] counts(int people, double mean, int bound) {
        double low = 0;
        double high = (double) bound * people;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (sum(people, middle, bound) < mean * people) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int[] counts = new int[people];
        for (int rank = 0; rank < people; rank++) {
            counts[rank] = count(rank, high, bound);
        }
        return counts;
    }

    private static double sum(int people, double scale, int bound) {
        double sum = 0;
        for (int rank = 0; rank < people; rank++) {
            sum += count(rank, scale, bound);
        }
        return sum;
    }

    private static int count(int rank, double scale, int bound) {
        return (int) Math.min(bound, Math.round(scale * Math.pow(rank + 1.0, -EXPONENT)));
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** Draws distinct others (Floyd's sampling: Bentley and Floyd, "A sample of brilliance", 1987). */
    private static void draw(int person, int people, int[] into, int at, int count, SplittableRandom random) {
        IntHashSet drawn = new IntHashSet(Math.max(8, count * 2), 0.65f);
        int others = people - 1;
        int next = at;
        for (int j = others - count; j < others; j++) {
            int candidate = random.nextInt(j + 1);
            int chosen = drawn.add(candidate) ? candidate : j;
            if (chosen != candidate) {
                drawn.add(chosen);
            }
            // Numbers from the person's own upwards stand for the next one, so nobody follows themselves.
            into[next++] = chosen >= person ? chosen + 1 : chosen;
        }
    }
}
