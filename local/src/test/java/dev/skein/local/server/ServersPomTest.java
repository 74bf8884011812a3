package dev.skein.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servers' poms are no children of the parent; that their versions are the parent's is seen to here. */
class ServersPomTest {

    private final Path root = Checkout.ofThisBuild().root();

    @ParameterizedTest
    @ValueSource(strings = {"kafka.version", "debezium.version", "log4j.version"})
    void theVersionsAreTheParents(String property) throws IOException {
        assertThat(value(root.resolve("local/servers/pom.xml"), property))
                .isEqualTo(value(root.resolve("pom.xml"), property));
    }

    private static String value(Path pom, String property) throws IOException {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(Files.readString(pom));
        assertThat(matcher.find()).as(property + " in " + pom).isTrue();
        return matcher.group(1);
    }
}
