package dev.skein.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** Writes {@code docs/topics.md} from the descriptors and the schemas, so that it says what is and not what was. */
final class TopicsDocument {
    private final StringBuilder out = new StringBuilder();

    static String write(int partitions, String preface, String afterword) {
        TopicsDocument document = new TopicsDocument();
        document.out.append(preface.strip()).append("\n\n");
        document.overview(partitions);
        Topics.all().forEach(topic -> document.topic(topic, partitions));
        document.out.append('\n').append(afterword.strip()).append('\n');
        return document.out.toString();
    }

    private void overview(int partitions) {
        line("## All topics");
        line("");
        line("| topic | key | value | partitions | kept | written by |");
        line("|---|---|---|---|---|---|");
        for (Topic<?, ?> topic : Topics.all()) {
            line("| [`%s`](#%s) | %s | %s | %d | %s | %s |"
                    .formatted(
                            topic.name(),
                            topic.name().replace(".", ""),
                            topic.keyMeaning().replace("|", "\\|"),
                            valueName(topic),
                            topic.partitions(partitions),
                            topic.settings().get("cleanup.policy")
                                    + topic.retention()
                                            .keep()
                                            .map(kept -> ", " + kept.toDays() + " d")
                                            .orElse(""),
                            topic.writtenBy()));
        }
        line("");
    }

    private void topic(Topic<?, ?> topic, int partitions) {
        line("## " + topic.name());
        line("");
        line(topic.meaning());
        line("");
        line("* **Key**: %s (%s).".formatted(topic.keyMeaning(), formatName(topic.key())));
        line("* **Partition**: " + partitioning(topic.partitioning(), topic.partitions(partitions)));
        line("* **Value**: "
                + (topic.value() instanceof Format.Avro<?>
                        ? "Avro, subject `%s`.".formatted(AvroSerde.subject(topic.name()))
                        : formatName(topic.value()) + "."));
        line("* **Settings**: "
                + topic.settings().entrySet().stream()
                        .map(setting -> "`%s=%s`".formatted(setting.getKey(), setting.getValue()))
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ".");
        line("* **Written by**: " + topic.writtenBy() + ".");
        line("");
        if (topic.value() instanceof Format.Avro<?> avro) {
            fields(SpecificData.get().getSchema(avro.type()));
        }
    }

    /** A table for the record, then one for each record inside it that this topic has not shown yet. */
    private void fields(Schema top) {
        Map<String, Schema> shown = new LinkedHashMap<>();
        Deque<Schema> open = new ArrayDeque<>(List.of(top));
        while (!open.isEmpty()) {
            Schema record = open.removeFirst();
            if (shown.putIfAbsent(record.getFullName(), record) != null) {
                continue;
            }
            line("**%s**: %s".formatted(record.getName(), record.getDoc()));
            line("");
            line("| field | type | meaning |");
            line("|---|---|---|");
            for (Schema.Field field : record.getFields()) {
                line("| `%s` | %s | %s |".formatted(field.name(), typeName(field.schema()), field.doc()));
                nested(field.schema(), open);
            }
            line("");
        }
    }

    private static void nested(Schema schema, Deque<Schema> open) {
        switch (schema.getType()) {
            case RECORD -> open.addLast(schema);
            case ARRAY -> nested(schema.getElementType(), open);
            case UNION -> schema.getTypes().forEach(type -> nested(type, open));
            default -> {}
        }
    }

    private static String typeName(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getName();
            case ENUM -> schema.getEnumSymbols().stream().map("`%s`"::formatted).collect(Collectors.joining(" "));
            case ARRAY -> "list of " + typeName(schema.getElementType());
            case UNION ->
                schema.getTypes().stream()
                        .map(TopicsDocument::typeName)
                        .map(name -> name.equals("null") ? "nothing" : name)
                        .collect(Collectors.joining(" or "));
            default -> schema.getType().getName();
        };
    }

    private static String valueName(Topic<?, ?> topic) {
        return topic.value() instanceof Format.Avro<?> avro ? avro.type().getSimpleName() : formatName(topic.value());
    }

    private static String formatName(Format<?> format) {
        return format instanceof Format.Plain<?> plain ? plain.description() : "Avro";
    }

    private static String partitioning(Topic.Partitioning partitioning, int partitions) {
        return switch (partitioning) {
            case SHARD ->
                "`(key & 1023) * P / 1024` of P = %d, the shard inside the id; not Kafka's default."
                        .formatted(partitions);
            case HASH -> "Kafka's default (murmur2 of the key's bytes) over %d.".formatted(partitions);
            case READERS ->
                "the readers' one, `(reader & 1023) * P / 1024` of P = %d; the key does not decide it."
                        .formatted(partitions);
            case SINGLE -> "there is one.";
        };
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
