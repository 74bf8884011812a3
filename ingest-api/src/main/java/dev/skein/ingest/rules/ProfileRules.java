package dev.skein.ingest.rules;

import dev.skein.http.Texts;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a profile may hold. Each rule answers what is wrong, or null. */
public final class ProfileRules {
    public static final int HANDLE_MAX = 30;
    public static final int DISPLAY_NAME_MAX = 50;
    public static final int BIO_MAX = 160;
    public static final int PASSWORD_MIN = 8;
    /** Long enough for any phrase, short enough that hashing one is no attack. */
    public static final int PASSWORD_MAX = 256;

    private static final int EMAIL_MAX = 254;
    private static final int PHONE_MAX = 32;
    private static final int PHONE_DIGITS_MIN = 5;
    private static final int PHONE_DIGITS_MAX = 15;
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_]{1," + HANDLE_MAX + "}");
    // Not RFC 5322: something, an @, and a name with a dot. Whether it reaches anybody, only a message can tell.
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?\\.)+[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9(][0-9 ().-]*");

    private ProfileRules() {}

    public static @Nullable String handle(String handle) {
        return HANDLE.matcher(handle).matches()
                ? null
                : "must be 1 to " + HANDLE_MAX + " of the characters A-Z, a-z, 0-9 and _";
    }

    public static @Nullable String displayName(String name) {
        return Texts.problem(name, 1, DISPLAY_NAME_MAX, false);
    }

    public static @Nullable String bio(String bio) {
        return Texts.problem(bio, 0, BIO_MAX, true);
    }

    public static @Nullable String email(String email) {
        return email.length() <= EMAIL_MAX
                        && email.indexOf('@') <= 64
                        && EMAIL.matcher(email).matches()
                ? null
                : "is not an e-mail address";
    }

    public static @Nullable String phone(String phone) {
        long digits = phone.chars().filter(c -> c >= '0' && c <= '9').count();
        return phone.length() <= PHONE_MAX
                        && digits >= PHONE_DIGITS_MIN
                        && digits <= PHONE_DIGITS_MAX
                        && PHONE.matcher(phone).matches()
                ? null
                : "is not a phone number";
    }

    public static @Nullable String password(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < PASSWORD_MIN) {
            return "must have at least " + PASSWORD_MIN + " characters";
        }
        return length > PASSWORD_MAX ? "must have at most " + PASSWORD_MAX + " characters" : null;
    }
}
