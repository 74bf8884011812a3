package dev.skein.query.live;

import dev.skein.query.live.Watching.Above;
import dev.skein.query.live.Watching.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * What instances say to each other over one WebSocket per pair, one frame each. The first line says what it is; JSON is passed on as it is.
 *
 * <pre>
 * ▶ watch REF READER ABOVE      ◀ watched REF WHOLE MORE, then a line for each item: ENTRY, perhaps a blank and JSON
 *                               ◀ elsewhere REF
 * ▶ unwatch READER              ◀ item READER ENTRY, then a line of JSON
 *                               ◀ changed READER
 * </pre>
 */
final class Wire {
    /** A frame. */
    sealed interface Frame {
        record Watch(int ref, long reader, long above) implements Frame {}

        record Unwatch(long reader) implements Frame {}

        record Watched(int ref, Above above) implements Frame {}

        record Elsewhere(int ref) implements Frame {}

        record Entered(long reader, long entry, String json) implements Frame {}

        record Changed(long reader) implements Frame {}
    }

    private Wire() {}

    static String write(Frame frame) {
        if (frame instanceof Frame.Watch watch) {
            return "watch " + watch.ref() + " " + watch.reader() + " " + watch.above();
        }
        if (frame instanceof Frame.Unwatch unwatch) {
            return "unwatch " + unwatch.reader();
        }
        if (frame instanceof Frame.Watched watched) {
            StringBuilder text = new StringBuilder("watched " + watched.ref() + " "
                    + watched.above().whole() + " " + watched.above().more());
            for (Item item : watched.above().items()) {
                text.append('\n').append(item.entry());
                if (item.json() != null) {
                    text.append(' ').append(item.json());
                }
            }
            return text.toString();
        }
        if (frame instanceof Frame.Elsewhere elsewhere) {
            return "elsewhere " + elsewhere.ref();
        }
        if (frame instanceof Frame.Entered entered) {
            return "item " + entered.reader() + " " + entered.entry() + "\n" + entered.json();
        }
        return "changed " + ((Frame.Changed) frame).reader();
    }

    /** @throws IllegalArgumentException where it is no frame */
    static Frame read(String text) {
        int end = text.indexOf('\n');
        String[] words = (end < 0 ? text : text.substring(0, end)).split(" ", -1);
        try {
            return switch (words[0]) {
                case "watch" ->
                    new Frame.Watch(Integer.parseInt(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
                case "unwatch" -> new Frame.Unwatch(Long.parseLong(words[1]));
                case "watched" ->
                    new Frame.Watched(
                            Integer.parseInt(words[1]),
                            new Above(
                                    items(text, end), Boolean.parseBoolean(words[2]), Boolean.parseBoolean(words[3])));
                case "elsewhere" -> new Frame.Elsewhere(Integer.parseInt(words[1]));
                case "item" ->
                    new Frame.Entered(Long.parseLong(words[1]), Long.parseLong(words[2]), text.substring(end + 1));
                case "changed" -> new Frame.Changed(Long.parseLong(words[1]));
                default -> throw new IllegalArgumentException("nothing known begins with " + words[0]);
            };
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a frame that is too short", e);
        }
    }

    private static List<Item> items(String text, int firstLineEnd) {
        List<Item> items = new ArrayList<>();
        for (int end = firstLineEnd; end >= 0; ) {
            int next = text.indexOf('\n', end + 1);
            String line = text.substring(end + 1, next < 0 ? text.length() : next);
            int blank = line.indexOf(' ');
            items.add(
                    blank < 0
                            ? new Item(Long.parseLong(line), null)
                            : new Item(Long.parseLong(line.substring(0, blank)), line.substring(blank + 1)));
            end = next;
        }
        return items;
    }
}
