package dev.skein.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each topic and store stands in the catalog once, and in the list of all. */
class DescriptorsTest {
    @Test
    void everyTopicIsListedUnderANameOfItsOwn() {
        assertThat(Topics.all()).hasSize(constants(Topics.class, Topic.class)).hasSizeGreaterThan(10);
        assertThat(Topics.all()).extracting(Topic::name).doesNotHaveDuplicates();
        assertThat(Topics.all()).extracting(Topic::name).allMatch(name -> name.matches("[a-z]+([.-][a-z]+)*"));
    }

    @Test
    void everyStoreIsListedUnderANameOfItsOwn() {
        List<Store<?, ?>> all =
                Stream.concat(Stores.all().stream(), InnerStores.all().stream()).toList();

        assertThat(all)
                .hasSize(constants(Stores.class, Store.class) + constants(InnerStores.class, Store.class))
                .hasSizeGreaterThan(20);
        assertThat(all).extracting(store -> store.app() + "/" + store.name()).doesNotHaveDuplicates();
        assertThat(all).extracting(Store::name).allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void nothingThatLogAppendTimeProtectsIsCompacted() {
        assertThat(Topics.all())
                .filteredOn(topic -> topic.settings().containsKey("message.timestamp.type"))
                .extracting(Topic::name)
                .containsExactlyInAnyOrder("deliveries", "notifications");
        assertThat(Topics.DELIVERIES.settings()).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void sourcesOfTruthAreKeptForever() {
        for (Topic<?, ?> topic : List.of(Topics.RETWEETS, Topics.FOLLOWS, Topics.LIKES)) {
            assertThat(topic.settings())
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry("retention.ms", "-1");
        }
        assertThat(Topics.TWEETS.settings())
                .containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("retention.ms");
    }

    private static int constants(Class<?> holder, Class<?> type) {
        return (int) Arrays.stream(holder.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && type.isAssignableFrom(field.getType()))
                .count();
    }
}
