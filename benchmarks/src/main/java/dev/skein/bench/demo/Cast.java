package dev.skein.bench.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Fifty people, and what they say. */
final class Cast {
    /** Someone to register. */
    record Person(String handle, String displayName, String email) {}

    private static final List<String> NAMES = List.of(
            "Nils Holgersson",
            "Akka Kebnekaise",
            "Ada Lovelace",
            "Grace Hopper",
            "Konrad Lorenz",
            "Alan Turing",
            "Barbara Liskov",
            "Edsger Dijkstra",
            "Frances Allen",
            "Donald Knuth",
            "Radia Perlman",
            "Leslie Lamport",
            "Margaret Hamilton",
            "Jim Gray",
            "Shafi Goldwasser",
            "Tony Hoare",
            "Karen Jones",
            "Niklaus Wirth",
            "Anita Borg",
            "Ken Thompson",
            "Hedy Lamarr",
            "Dennis Ritchie",
            "Mary Jackson",
            "John McCarthy",
            "Katherine Johnson",
            "Robin Milner",
            "Dorothy Vaughan",
            "Peter Naur",
            "Sophie Wilson",
            "Ole Dahl",
            "Elizabeth Feinler",
            "Kristen Nygaard",
            "Joan Clarke",
            "Butler Lampson",
            "Jean Bartik",
            "Michael Stonebraker",
            "Kathleen Booth",
            "Edgar Codd",
            "Evelyn Berezin",
            "Vint Cerf",
            "Lynn Conway",
            "Claude Shannon",
            "Adele Goldberg",
            "Ivan Sutherland",
            "Ida Rhodes",
            "Gene Amdahl",
            "Sandra Kurtzig",
            "Alonzo Church",
            "Thelma Estrin",
            "Emmy Noether");

    private static final List<String> SAYINGS = List.of(
            "Wheels up at first light. Wind from the south, two more days of this.",
            "Whoever flies in front breaks the air for all others, so we take turns",
            "The log is the truth, everything else is a cache. #kafka",
            "Found a field of winter wheat the size of a small town #food",
            "If it hurts, do it more often. Except the landing. #devlife",
            "Is there a lake near Uppsala that is not frozen yet? #askthegeese",
            "Exactly once is a promise about effects, not about messages #kafka #streams",
            "Counted the skein today: fifty. Counted again: fifty. I like #idempotence",
            "Honk. #honk",
            "Sunrise over Öland 🌅 #nofilter",
            "Today I learned that a group on the ground is a gaggle, in the air a skein #words",
            "My neighbour in the V writes her timelines on read. We do not speak. #streams",
            "A map that is folded wrong is still right inside #words",
            "Anyone up for the northern route this year? #migration",
            "Rebalancing: the moment when everybody stops to decide who does what #kafka",
            "Snow on the wings, coffee in hand #devlife",
            "Backpressure is just somebody saying «not now» politely #streams",
            "早起きは三文の徳 #words",
            "The lake is full of #food and foxes. Mostly foxes.",
            "We do not get lost. We rebuild from the log. #migration");

    private static final List<String> REPLIES = List.of(
            "Honk!",
            "So true.",
            "I was there, it was colder than that",
            "Source?",
            "This made my morning 😀",
            "Two days? We needed four last year",
            "Count me in",
            "Not with my wings",
            "Please tell me more",
            "That is what I said in 1987");

    private static final List<String> QUOTES = List.of(
            "Read this before you fly south:",
            "Worth a second look",
            "I have questions.",
            "What they said 👇",
            "Framing this");

    private Cast() {}

    static List<Person> people() {
        return NAMES.stream()
                .map(name -> new Person(
                        name.substring(0, name.indexOf(' ')).toLowerCase(Locale.ROOT) + "_"
                                + name.substring(name.indexOf(' ') + 1).toLowerCase(Locale.ROOT),
                        name,
                        name.replace(' ', '.').toLowerCase(Locale.ROOT) + "@demo.example"))
                .toList();
    }

    static String saying(int number) {
        String saying = SAYINGS.get(number % SAYINGS.size());
        return number < SAYINGS.size() ? saying : saying + " (" + (number / SAYINGS.size() + 1) + ")";
    }

    static String reply(int number) {
        return REPLIES.get(Math.floorMod(number, REPLIES.size()));
    }

    static String quote(int number) {
        return QUOTES.get(Math.floorMod(number, QUOTES.size()));
    }

    static IntStream others(int person, int people) {
        return IntStream.range(0, people).filter(other -> other != person);
    }
}
