package dev.skein.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntitiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#java|java",
                "I like #Java!|Java",
                "(#java)|java",
                "#java,#kafka|java,kafka",
                "#Java #java #JAVA|Java",
                "#Größe|Größe",
                "#日本語 です|日本語",
                "＃全角|全角",
                "#हिन्दी|हिन्दी",
                "#𝒜bc|𝒜bc",
                "#1st|1st",
                "#snake_case|snake_case",
                "#a-b|a",
                "@ada:#hi|hi",
            })
    void hashtagsAreFoundAsWritten(String text, String hashtags) {
        assertThat(Entities.of(text).hashtags()).isEqualTo(List.of(hashtags.split(",", -1)));
    }

    @Test
    void aHashtagMayFollowALineOrAPicture() {
        assertThat(Entities.of("line\n#two😀#smile").hashtags()).containsExactly("two", "smile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "# java",
                "#1",
                "#2026",
                "#_",
                "a#b",
                "ü#b",
                "1#b",
                "&#39;",
                "&#x27;",
                "##java",
                "https://example.org/#top",
                "www.example.org/#top",
                "C#",
                "/#x",
                "http://a.b/c#d_e"
            })
    void whatIsNoHashtagIsLeftAlone(String text) {
        assertThat(Entities.of(text).hashtags()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@ada|ada",
                ".@ada hi|ada",
                "hi @Ada_L, @grace!|Ada_L,grace",
                "@ada @ADA|ada",
                "(@ada)|ada",
                "RT @ada: text|ada",
                "＠ada|ada",
                "你好@ada|",
                "@abcdefghijklmnopqrstuvwxyz1234|abcdefghijklmnopqrstuvwxyz1234",
                "@ada's|ada",
                "@ada-b|ada"
            })
    void mentionsAreFound(String text, @Nullable String handles) {
        assertThat(Entities.of(text).handles())
                .isEqualTo(handles == null ? List.of() : List.of(handles.split(",", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "@ ada",
                "me@example.org",
                "@ada@example.org",
                "@abcdefghijklmnopqrstuvwxyz12345",
                "@adaß",
                "https://example.org/@ada",
                "@@ada",
                "a@b"
            })
    void whatIsNoMentionIsLeftAlone(String text) {
        assertThat(Entities.of(text).handles()).isEmpty();
    }

    @Test
    void theWorstTextTakesNoTime() {
        for (String piece : List.of("#", "@", "@a", "#a", "http://", "www.", "&#", "_")) {
            Entities.of(piece.repeat(280));
        }
    }
}
