package dev.skein.bench.replay;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads the format of SNAP's Higgs Twitter data: {@code userA userB unixSeconds kind} on a line, separated by blanks, kind
 * one of RT, MT, RE. Lines that begin with {@code #} are comments; what does not parse is noted and passed over.
 */
public final class ActivityReader {
    private static final long NUMBER_MAX = Integer.MAX_VALUE;
    /** The end of the year 9999: later is a mistake, not a time. */
    private static final long SECONDS_MAX = 253_402_300_799L;

    private ActivityReader() {}

    /**
     * Reads to the end, or to a number of lines.
     *
     * @param input plain or gzipped
     * @param linesMax how many lines to read, bad ones and comments included
     * @throws IOException where the input breaks off, as a gzip file that was cut
     */
    public static Activity read(InputStream input, long linesMax) throws IOException {
        Activity activity = new Activity();
        MessageDigest digest = sha256();
        LineReader lines = new LineReader(input);
        while (lines.number < linesMax && lines.next()) {
            digest.update(lines.line, 0, lines.length);
            digest.update((byte) '\n');
            if (lines.length > 0 && lines.line[0] == '#') {
                continue;
            }
            String reason = parse(lines, activity);
            if (reason != null) {
                activity.badLines().add(lines.number, reason);
            }
        }
        activity.finish(HexFormat.of().formatHex(digest.digest()));
        return activity;
    }

    private static @Nullable String parse(LineReader lines, Activity activity) {
        if (lines.tooLong) {
            return "longer than " + LineReader.LINE_BYTES_MAX + " bytes";
        }
        int fromStart = lines.fieldStart(0);
        int fromEnd = lines.fieldEnd(fromStart);
        int toStart = lines.fieldStart(fromEnd);
        int toEnd = lines.fieldEnd(toStart);
        int timeStart = lines.fieldStart(toEnd);
        int timeEnd = lines.fieldEnd(timeStart);
        int kindStart = lines.fieldStart(timeEnd);
        int kindEnd = lines.fieldEnd(kindStart);
        if (kindStart == lines.length) {
            return "fewer than four fields";
        }
        if (lines.fieldStart(kindEnd) != lines.length) {
            return "more than four fields";
        }
        long from = lines.digits(fromStart, fromEnd, NUMBER_MAX);
        long to = lines.digits(toStart, toEnd, NUMBER_MAX);
        long time = lines.digits(timeStart, timeEnd, SECONDS_MAX);
        if (from < 0 || to < 0) {
            return "a user is a number from 0 to " + NUMBER_MAX;
        }
        if (time < 0) {
            return "the time is not in seconds since 1970";
        }
        Activity.Kind kind = kind(lines, kindStart, kindEnd);
        if (kind == null) {
            return "the kind is none of RT, MT, RE";
        }
        activity.add((int) from, (int) to, time, kind);
        return null;
    }

    private static Activity.@Nullable Kind kind(LineReader lines, int from, int to) {
        if (to - from != 2) {
            return null;
        }
        return switch (lines.line[from] << 8 | lines.line[from + 1]) {
            case 'R' << 8 | 'T' -> Activity.Kind.RT;
            case 'M' << 8 | 'T' -> Activity.Kind.MT;
            case 'R' << 8 | 'E' -> Activity.Kind.RE;
            default -> null;
        };
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
