package dev.skein.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;

/**
 * The generated pages of a topology in {@code docs/topologies}: {@code <name>.txt}, the golden {@code describe()}, and
 * {@code <name>.md}, its picture. Names are state: a change that shows here changes what a running system has stored.
 *
 * <p>{@code mvn -pl streams-topology -am test -Dgolden.write=true} writes them anew.
 */
public final class TopologyDocument {
    private static final Path FOLDER = Path.of("../docs/topologies");

    private TopologyDocument() {}

    /** Compares both pages with the topology, or writes them. */
    public static void check(String name, Function<TopologySettings, Topology> topology) {
        TopologySettings settings = new TopologySettings(8, new Codecs(new InMemorySchemaRegistry()), new Applied());
        TopologyDescription description = topology.apply(settings).describe();
        same(name + ".txt", description.toString());
        same(name + ".md", picture(name, description));
    }

    private static void same(String file, String content) {
        Path path = FOLDER.resolve(file);
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(path, content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(path)
                .as("docs/topologies/%s is stale: write it with -Dgolden.write=true", file)
                .content()
                .isEqualTo(content);
    }

    /**
     * A Mermaid flowchart: topics are stadiums, stores are cylinders, a box is a sub-topology. Steps that keep nothing
     * are left out, so that it shows what happens, not how the DSL puts it.
     */
    static String picture(String name, TopologyDescription description) {
        StringBuilder page = new StringBuilder()
                .append("# [")
                .append(name)
                .append(
                        "]\n\nGenerated from the topology: rounded are topics, cylinders are stores, each box is a "
                                + "sub-topology, one task for each partition; steps that keep nothing are left out.\n\n```mermaid\nflowchart LR\n");
        Set<String> topics = new LinkedHashSet<>();
        for (Subtopology subtopology : inOrder(description)) {
            Set<String> lines = new LinkedHashSet<>();
            nodes(subtopology).forEach(node -> draw(node, lines));
            if (!lines.isEmpty()) {
                page.append("  subgraph part").append(subtopology.id()).append("[\" \"]\n");
                lines.forEach(line -> page.append("    ").append(line).append('\n'));
                page.append("  end\n");
            }
            nodes(subtopology).forEach(node -> wire(node, topics));
        }
        topics.forEach(line -> page.append("  ").append(line).append('\n'));
        return page.append("```\n").toString();
    }

    private static void draw(Node node, Set<String> lines) {
        if (!keepsState(node)) {
            return;
        }
        lines.add(id(node.name()) + "[\"" + node.name() + "\"]");
        ((Processor) node).stores().stream().sorted().forEach(store -> {
            lines.add(id("store-" + store) + "[(\"" + store + "\")]");
            lines.add(id(node.name()) + " --- " + id("store-" + store));
        });
    }

    private static void wire(Node node, Set<String> topics) {
        if (node instanceof Source source) {
            source.topicSet().stream().sorted().forEach(topic -> wire(topic(topic), node, topics));
        } else if (keepsState(node)) {
            wire(id(node.name()), node, topics);
        }
    }

    private static void wire(String from, Node node, Set<String> topics) {
        next(node).forEach(next -> topics.add(from + " --> " + next));
    }

    /** What a node leads to, past all that keeps nothing. */
    private static Stream<String> next(Node node) {
        return node.successors().stream()
                .sorted(Comparator.comparing(Node::name))
                .flatMap(next -> {
                    if (next instanceof Sink sink) {
                        return Stream.of(topic(sink.topic()));
                    }
                    return keepsState(next) ? Stream.of(id(next.name())) : next(next);
                })
                .distinct();
    }

    private static boolean keepsState(Node node) {
        return node instanceof Processor processor && !processor.stores().isEmpty();
    }

    private static String topic(String topic) {
        return id("topic-" + topic) + "([\"" + topic + "\"])";
    }

    private static String id(String name) {
        return name.replace('.', '_');
    }

    private static Iterable<Subtopology> inOrder(TopologyDescription description) {
        return description.subtopologies().stream()
                .sorted(Comparator.comparingInt(Subtopology::id))
                .collect(Collectors.toList());
    }

    private static Stream<Node> nodes(Subtopology subtopology) {
        return subtopology.nodes().stream().sorted(Comparator.comparing(Node::name));
    }
}
