package dev.skein.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skein.query.live.Watching.Above;
import dev.skein.query.live.Watching.Item;
import dev.skein.query.live.Wire.Frame;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    static Stream<Frame> frames() {
        return Stream.of(
                new Frame.Watch(7, 42, -1),
                new Frame.Unwatch(42),
                new Frame.Watched(7, new Above(List.of(), true, false)),
                new Frame.Watched(
                        7, new Above(List.of(new Item(9, "{\"text\":\"a b\\n\"}"), new Item(8, null)), false, true)),
                new Frame.Elsewhere(7),
                new Frame.Entered(42, 9, "{\"text\":\"ä b\\n\"}"),
                new Frame.Changed(42));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatIsSaidIsUnderstood(Frame frame) {
        assertThat(Wire.read(Wire.write(frame))).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "watch", "watch 1 2", "watch a b c", "hello 1"})
    void anythingElseIsNot(String text) {
        assertThatThrownBy(() -> Wire.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
