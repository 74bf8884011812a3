package dev.skein.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as the API prints them: UTC, always with milliseconds, such as {@code 2026-11-20T08:15:30.042Z}. */
public final class Rfc3339 {
    private Rfc3339() {}

    public static String format(Instant time) {
        return format(time.toEpochMilli());
    }

    /** Prints milliseconds since 1970. By hand, because a page of a timeline prints dozens. */
    public static String format(long epochMillis) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(epochMillis, 1000L), (int) Math.floorMod(epochMillis, 1000L) * 1_000_000, ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(24);
        pad(out, time.getYear(), 1000).append('-');
        pad(out, time.getMonthValue(), 10).append('-');
        pad(out, time.getDayOfMonth(), 10).append('T');
        pad(out, time.getHour(), 10).append(':');
        pad(out, time.getMinute(), 10).append(':');
        pad(out, time.getSecond(), 10).append('.');
        return pad(out, time.getNano() / 1_000_000, 100).append('Z').toString();
    }

    private static StringBuilder pad(StringBuilder out, int value, int firstDigit) {
        for (int digit = firstDigit; digit > 1 && value < digit; digit /= 10) {
            out.append('0');
        }
        return out.append(value);
    }
}
