package dev.skein.endtoend;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract names and a later release brings answers 501, so that a client can tell it from a mistake. */
@ExtendWith(RunningSystem.class)
final class LaterIT {
    private final Skein skein;

    LaterIT(Skein skein) {
        this.skein = skein;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/v1/stream",
    })
    void theQueryApiSaysWhatComesLater(String path) {
        Person ada = skein.person("ada");
        for (Api query : skein.queries()) {
            ada.at(query, "GET", path).send().expectProblem(501);
        }
    }
}
