package dev.skein.streams.author;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.streams.Applied;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologySettings;
import org.junit.jupiter.api.Test;

class AuthorTopologyShapeTest {
    @Test
    void docsShowTheTopologyAsItIs() {
        TopologySettings settings = new TopologySettings(8, new Codecs(new InMemorySchemaRegistry()), new Applied());
        TopologyDocument.check("author", AuthorTopology.build(settings));
    }
}
