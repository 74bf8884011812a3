package dev.skein.bench.replay;

import java.io.InputStream;
import java.util.Objects;

/** Activity that comes with this module: made up, in the format of SNAP's Higgs Twitter data, bad lines included. */
public final class Samples {
    /** How many lines of {@link #activity} do not parse. */
    public static final int BAD_LINES = 16;

    private Samples() {}

    /** Two thousand lines; to be closed by the caller. */
    public static InputStream activity() {
        return Objects.requireNonNull(
                Samples.class.getResourceAsStream("sample-activity.txt"), "the sample is missing");
    }
}
