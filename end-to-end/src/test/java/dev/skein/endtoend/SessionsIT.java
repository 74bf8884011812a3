package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.endtoend.Contract.Session;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session that ended in the ingest API has ended in every query API a moment later, and is still ended after a restart. */
@ExtendWith(RunningSystem.class)
final class SessionsIT {
    private static final Duration SECONDS = Duration.ofSeconds(3);

    private final Skein skein;

    SessionsIT(Skein skein) {
        this.skein = skein;
    }

    @Test
    void everyApiKnowsWithinSecondsWhoLoggedOut() throws Exception {
        // Given somebody with three sessions
        Person ada = skein.knownPerson("ada");
        String second = logIn(ada, ada.password());
        String third = logIn(ada, ada.password());
        for (Api query : skein.queries()) {
            assertThat(home(query, ada.token())).isEqualTo(200);
        }

        // When one of them ends
        skein.ingest().delete("/v1/sessions/current").token(ada.token()).send().expect(204);

        // Then it has ended everywhere, and the others go on
        Eventually.holds(SECONDS, () -> {
            for (Api query : skein.queries()) {
                assertThat(home(query, ada.token())).isEqualTo(401);
            }
        });
        assertThat(home(skein.query(), second)).isEqualTo(200);

        // When the password is changed
        skein.ingest()
                .put("/v1/users/me/password")
                .token(second)
                .json(Map.of("old", ada.password(), "new", "another horse"))
                .send()
                .expect(204);

        // Then only the session that changed it goes on
        Eventually.holds(SECONDS, () -> {
            for (Api query : skein.queries()) {
                assertThat(home(query, third)).isEqualTo(401);
                assertThat(home(query, second)).isEqualTo(200);
            }
        });

        // When a query API starts anew
        skein.kill(Skein.queryName(2));
        skein.restart(Skein.queryName(2));

        // Then it knows from its first answer on
        assertThat(home(skein.query(2), ada.token())).isEqualTo(401);
        assertThat(home(skein.query(2), third)).isEqualTo(401);
        assertThat(home(skein.query(2), second)).isEqualTo(200);

        // And logging out everywhere leaves nothing
        skein.ingest().delete("/v1/sessions").token(second).send().expect(204);
        Eventually.holds(SECONDS, () -> {
            for (Api query : skein.queries()) {
                assertThat(home(query, second)).isEqualTo(401);
            }
        });
        assertThat(home(skein.query(), logIn(ada, "another horse"))).isEqualTo(200);
    }

    private static int home(Api query, String token) {
        return query.get("/v1/timelines/home").token(token).send().status();
    }

    private String logIn(Person person, String password) {
        return skein.ingest()
                .post("/v1/sessions")
                .json(Map.of("handle", person.handle(), "password", password))
                .send()
                .expect(201)
                .as(Session.class)
                .token();
    }
}
