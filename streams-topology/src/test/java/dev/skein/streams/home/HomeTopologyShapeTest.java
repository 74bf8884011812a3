package dev.skein.streams.home;

import dev.skein.catalog.Codecs;
import dev.skein.catalog.InMemorySchemaRegistry;
import dev.skein.streams.Applied;
import dev.skein.streams.TopologyDocument;
import dev.skein.streams.TopologySettings;
import org.junit.jupiter.api.Test;

class HomeTopologyShapeTest {
    @Test
    void docsShowTheTopologyAsItIs() {
        TopologySettings settings =
                new TopologySettings(8, new Codecs(new InMemorySchemaRegistry()), new Applied());
        TopologyDocument.check("home", HomeTopology.build(settings));
    }
}
