package dev.skein.bench.replay;

/** When a call may be made: the original times, so many times faster, counted from the first call that is not yet made. */
final class Pace {
    private final Script script;
    private final double speed;
    private final long startNanos;
    private final long firstSeconds;

    /**
     * Begins now.
     *
     * @param speed 0 for no pace at all
     * @param nowNanos on the scale of {@link System#nanoTime()}
     */
    Pace(Script script, Outcomes outcomes, double speed, long nowNanos) {
        this.script = script;
        this.speed = speed;
        this.startNanos = nowNanos;
        int first = 0;
        while (first < script.plan().size() && outcomes.state(first) != Outcomes.State.OPEN) {
            first++;
        }
        firstSeconds = first < script.plan().size() ? seconds(first) : 0;
    }

    /** When a call may be made, on the scale of {@link System#nanoTime()}. */
    long dueNanos(int call) {
        return speed == 0 ? startNanos : startNanos + (long) ((seconds(call) - firstSeconds) * 1e9 / speed);
    }

    private long seconds(int call) {
        return script.activity().unixSeconds(script.plan().event(call));
    }
}
