package dev.skein.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
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
    public static void check(String name, Topology topology) {
        TopologyDescription description = topology.describe();
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

    /** A Mermaid flowchart: topics are stadiums, stores are cylinders, a dashed box is a sub-topology. */
    static String picture(String name, TopologyDescription description) {
        StringBuilder page = new StringBuilder()
                .append("# [")
                .append(name)
                .append("]\n\nGenerated from the topology: rounded are topics, cylinders are stores, each box is a "
                        + "sub-topology, cut into one task per partition.\n\n```mermaid\nflowchart LR\n");
        Set<String> topics = new LinkedHashSet<>();
        for (Subtopology subtopology : inOrder(description)) {
            page.append("  subgraph part").append(subtopology.id()).append("[\" \"]\n");
            Set<String> lines = new LinkedHashSet<>();
            nodes(subtopology).forEach(node -> draw(node, lines));
            lines.forEach(line -> page.append("    ").append(line).append('\n'));
            page.append("  end\n");
            nodes(subtopology).forEach(node -> wire(node, topics));
        }
        topics.forEach(line -> page.append("  ").append(line).append('\n'));
        return page.append("```\n").toString();
    }

    private static void draw(Node node, Set<String> lines) {
        if (!(node instanceof Processor processor)) {
            return;
        }
        lines.add(id(node.name()) + "[\"" + node.name() + "\"]");
        processor.stores().stream().sorted().forEach(store -> {
            lines.add(id("store-" + store) + "[(\"" + store + "\")]");
            lines.add(id(node.name()) + " --- " + id("store-" + store));
        });
        successors(node)
                .filter(next -> next instanceof Processor)
                .forEach(next -> lines.add(id(node.name()) + " --> " + id(next.name())));
    }

    private static void wire(Node node, Set<String> topics) {
        if (node instanceof Source source) {
            source.topicSet().stream().sorted().forEach(topic -> {
                topics.add(topic(topic));
                successors(node).forEach(next -> topics.add(id("topic-" + topic) + " --> " + id(next.name())));
            });
        } else if (node instanceof Sink sink) {
            topics.add(topic(sink.topic()));
            node.predecessors().stream()
                    .sorted(Comparator.comparing(Node::name))
                    .forEach(before -> topics.add(id(before.name()) + " --> " + id("topic-" + sink.topic())));
        }
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

    private static Stream<Node> successors(Node node) {
        return node.successors().stream().sorted(Comparator.comparing(Node::name));
    }
}
