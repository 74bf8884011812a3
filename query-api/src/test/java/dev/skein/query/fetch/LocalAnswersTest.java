package dev.skein.query.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.IdPair;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.catalog.Stores;
import dev.skein.query.FakeStores;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LocalAnswersTest {
    private final FakeStores stores = new FakeStores();
    private boolean caughtUp = true;
    private final LocalAnswers answers = new LocalAnswers(stores, (time, source) -> caughtUp);
    private final Lookups lookups = new Lookups(new Codecs(new InMemorySchemaRegistry()), "skein");

    @Test
    void aScanFindsWhatSingleLooksWouldEvenPastItsBound() {
        // Two thousand marks, of which the page asks for every hundredth: the scan gives up long before the last.
        for (long tweet = 1; tweet <= 2_000; tweet++) {
            stores.put(Stores.RETWEETED, new IdPair(7, tweet), tweet * 10);
        }
        List<IdPair> keys = LongStream.rangeClosed(1, 25)
                .mapToObj(i -> new IdPair(7, i * 100))
                .toList();

        List<Answer<Long>> found = answers.answer(lookups.retweeted(), 0, keys);

        for (int i = 0; i < keys.size(); i++) {
            long tweet = keys.get(i).second();
            assertThat(found.get(i)).isEqualTo(new Answer<>(true, tweet <= 2_000 ? tweet * 10 : null));
        }
        assertThat(stores.iteratorsOpen()).isZero();
    }

    @Test
    void aStoreThatIsNotHereLeavesEverythingUnknown() {
        stores.lose(Stores.ENGAGEMENT);

        assertThat(answers.answer(lookups.engagement(), 0, List.of(1L, 2L)))
                .containsExactly(Answer.unknown(), Answer.unknown());
    }

    @Test
    void thatThereIsNoSuchTweetIsKnownOnlyOnceAllIsApplied() {
        caughtUp = false;
        assertThat(answers.answer(lookups.tweets(), 0, List.of(1L))).containsExactly(Answer.unknown());

        caughtUp = true;
        assertThat(answers.answer(lookups.tweets(), 0, List.of(1L))).containsExactly(new Answer<>(true, null));
    }

    @Test
    void questionsAndAnswersTravel() {
        stores.put(Stores.RETWEETED, new IdPair(7, 1), 10L);
        stores.lose(Stores.ENGAGEMENT);
        LookupCodec codec = new LookupCodec(lookups);
        Asked<IdPair, Long> marks = new Asked<>(lookups.retweeted(), List.of(new IdPair(7, 1), new IdPair(7, 2)));
        Asked<Long, ?> counts = new Asked<>(lookups.engagement(), List.of(5L));
        List<LookupCodec.Part<?, ?>> parts = List.of(part(marks), part(counts));

        List<LookupCodec.Part<?, ?>> read = codec.question(codec.question(parts));
        LookupCodec.Answers written = new LookupCodec.Answers();
        read.forEach(part -> answer(part, written));
        LookupCodec.answers(written.toBytes(), parts);

        assertThat(marks.get(0)).isEqualTo(10);
        assertThat(marks.get(1)).isNull();
        assertThat(marks.knowsAll()).isTrue();
        assertThat(counts.knows(0)).isFalse();
    }

    private static <K, V> LookupCodec.Part<K, V> part(Asked<K, V> asked) {
        int[] places = asked.open();
        return new LookupCodec.Part<>(asked.lookup(), asked.keys(places), found -> asked.answered(places, found));
    }

    private <K, V> void answer(LookupCodec.Part<K, V> part, LookupCodec.Answers written) {
        answers.answer(part.lookup(), 0, part.keys()).forEach(answer -> written.add(part.lookup(), answer));
    }
}
