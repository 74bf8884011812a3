package dev.skein.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.org", "a.b+c@sub.example.co", "o'neil@example.org", "用户@例子.广告", "a@b-c.de"})
    void addressesAreTaken(String email) {
        assertThat(ProfileRules.email(email)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@",
                "@b.c",
                "a@b",
                "a b@c.de",
                "a@b..de",
                "a@.de",
                "a@b.de.",
                "a@-b.de",
                "a@@b.de",
                ".a@b.de",
                "a\u0000@b.de",
                "a@b.de\n",
                "<a@b.de>"
            })
    void whatIsNoAddressIsRefused(String email) {
        assertThat(ProfileRules.email(email)).isNotNull();
    }

    @Test
    void longAddressesAreRefusedQuickly() {
        assertThat(ProfileRules.email("a".repeat(65) + "@b.de")).isNotNull();
        assertThat(ProfileRules.email("a@" + "b.".repeat(200) + "de")).isNotNull();
        assertThat(ProfileRules.email("a".repeat(60_000))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a-b", "ä", "a\n", "abcdefghijklmnopqrstuvwxyz12345"})
    void otherHandlesAreRefused(String handle) {
        assertThat(ProfileRules.handle(handle)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+49 30 1234567", "(030) 123-4567", "12345"})
    void phoneNumbersAreTaken(String phone) {
        assertThat(ProfileRules.phone(phone)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "1234", "12345678901234567", "call me", "+49\n30 12345", "٠١٢٣٤٥"})
    void otherPhoneNumbersAreRefused(String phone) {
        assertThat(ProfileRules.phone(phone)).isNotNull();
    }

    @Test
    void passwordsAreCountedInCodePoints() {
        assertThat(ProfileRules.password("1234567")).isNotNull();
        assertThat(ProfileRules.password("😀".repeat(7))).isNotNull();
        assertThat(ProfileRules.password("😀".repeat(8))).isNull();
        assertThat(ProfileRules.password("a".repeat(257))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "pt-BR", "zh-Hant-TW", "de-CH-1996"})
    void languageTagsAreTaken(String lang) {
        assertThat(TweetRules.lang(lang)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e",
                "en_US",
                "en-",
                "123",
                "english language",
                "a-very-long-tag-that-nobody-has-ever-registered"
            })
    void whatIsNoLanguageTagIsRefused(String lang) {
        assertThat(TweetRules.lang(lang)).isNotNull();
    }
}
