package dev.skein.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code mvn -pl catalog -am test -Dgolden.write=true} writes the document anew. */
class TopicsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/topics.md");

    @Test
    void docsTopicsSaysWhatDescriptorsAndSchemasSay() throws IOException {
        String document = TopicsDocument.write(8, resource("topics-preface.md"), resource("topics-afterword.md"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(DOCUMENT)
                .as("docs/topics.md is stale: write it with -Dgolden.write=true")
                .content()
                .isEqualTo(document);
    }

    private static String resource(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources", name));
    }
}
