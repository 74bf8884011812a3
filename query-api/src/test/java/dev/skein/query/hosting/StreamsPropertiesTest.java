package dev.skein.query.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.App;
import dev.skein.http.Settings;
import dev.skein.query.config.QueryConfig;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
    private final QueryConfig config = QueryConfig.from(Settings.of(Map.of()));

    @Test
    void countersRunExactlyOnceAndIdempotentStateAtLeastOnce() {
        assertThat(guarantee(App.AUTHOR)).isEqualTo("at_least_once");
        assertThat(guarantee(App.HOME)).isEqualTo("at_least_once");
        assertThat(guarantee(App.ENGAGEMENT)).isEqualTo("exactly_once_v2");
        assertThat(guarantee(App.TRENDS)).isEqualTo("exactly_once_v2");
        assertThat(guarantee(App.NOTIFICATIONS)).isEqualTo("exactly_once_v2");
    }

    private @Nullable Object guarantee(App app) {
        return StreamsProperties.of(app, config, "id").get("processing.guarantee");
    }

    @Test
    void kafkaStreamsTakesThem() {
        Properties properties = StreamsProperties.of(App.HOME, config, "id");

        StreamsConfig streams = new StreamsConfig(properties);

        Map<String, Object> consumer = streams.getMainConsumerConfigs("skein-home", "client", 0);
        assertThat(consumer.get("group.instance.id")).isEqualTo("id-0");
        assertThat(consumer.get("session.timeout.ms")).isEqualTo(6_000);
        assertThat(streams.getGlobalConsumerConfigs("client")).containsEntry("isolation.level", "read_committed");
        assertThat(streams.getProducerConfigs("client"))
                .containsEntry("linger.ms", 2)
                .containsEntry("acks", "all");
        assertThat(streams.getString(StreamsConfig.APPLICATION_ID_CONFIG)).isEqualTo("skein-home");
        assertThat(streams.getString(StreamsConfig.APPLICATION_SERVER_CONFIG)).isEqualTo("127.0.0.1:8081");
    }

    @Test
    void timelinesTakeEachRecordAtOnceAndCountersGather() {
        assertThat(StreamsProperties.of(App.AUTHOR, config, "id"))
                .containsEntry("poll.ms", 50)
                .doesNotContainKey("main.consumer.fetch.min.bytes");
        assertThat(StreamsProperties.of(App.HOME, config, "id"))
                .containsEntry("poll.ms", 50)
                .doesNotContainKey("main.consumer.fetch.min.bytes");
        assertThat(StreamsProperties.of(App.ENGAGEMENT, config, "id"))
                .containsEntry("poll.ms", 50)
                .containsEntry("main.consumer.fetch.max.wait.ms", 50)
                .containsEntry("producer.linger.ms", 50);
    }
}
