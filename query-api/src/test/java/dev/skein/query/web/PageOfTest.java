package dev.skein.query.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageOfTest {
    private static PageOf<String> page(int limit, long before, long entries, Function<Long, @Nullable String> show) {
        return PageOf.fill(
                limit,
                before,
                (place, count) -> LongStream.rangeClosed(1, entries)
                        .map(i -> entries + 1 - i)
                        .filter(i -> i < place)
                        .limit(count)
                        .boxed()
                        .toList(),
                Long::longValue,
                part -> part.stream().<@Nullable String>map(show).collect(Collectors.toList()));
    }

    @Test
    void cursorsLeadThroughTheWholeListOnce() {
        PageOf<String> first = page(2, Long.MAX_VALUE, 5, String::valueOf);
        PageOf<String> second = page(2, requireNonNull(first.next()), 5, String::valueOf);
        PageOf<String> third = page(2, requireNonNull(second.next()), 5, String::valueOf);

        assertThat(first.data()).containsExactly("5", "4");
        assertThat(second.data()).containsExactly("3", "2");
        assertThat(third).isEqualTo(new PageOf<>(List.of("1"), null));
    }

    @Test
    void whatIsGoneIsLeftOutAndThePageStillFilled() {
        PageOf<String> page = page(2, Long.MAX_VALUE, 9, i -> i % 4 == 0 ? String.valueOf(i) : null);

        assertThat(page).isEqualTo(new PageOf<>(List.of("8", "4"), null));
    }

    @Test
    void aPageThatEndsWithTheListHasNoCursor() {
        assertThat(page(5, Long.MAX_VALUE, 5, String::valueOf).next()).isNull();
        assertThat(page(5, Long.MAX_VALUE, 0, String::valueOf)).isEqualTo(new PageOf<>(List.of(), null));
    }

    @Test
    void thousandsThatAreGoneDoNotHoldUpARequest() {
        PageOf<String> page = page(20, Long.MAX_VALUE, 100_000, i -> i == 1 ? "last" : null);

        assertThat(page.data()).isEmpty();
        assertThat(page.next()).isBetween(98_900L, 99_000L);
    }
}
