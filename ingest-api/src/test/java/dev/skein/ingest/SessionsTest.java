package dev.skein.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skein.ingest.RunningIngest.Person;
import dev.skein.schemas.activity.Revocation;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging out, changing the password, and guessing it. */
class SessionsTest {
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        ingest = new RunningIngest(
                Map.of("skein.limits.failed-logins-per-account", "3", "skein.limits.failed-logins-per-address", "8"));
    }

    @AfterEach
    void stop() {
        ingest.close();
    }

    @Test
    void loggingOutEndsThisSessionAndNoOther() throws Exception {
        Person ada = ingest.register();
        String other = token(ada, "correct horse");

        assertThat(ingest.send("DELETE", "/v1/sessions/current", ada.token(), null)
                        .statusCode())
                .isEqualTo(204);

        assertThat(status(ada.token())).isEqualTo(401);
        assertThat(status(other)).isEqualTo(200);
        assertThat(ingest.log.last(Revocation.class).getSubject()).isNotEqualTo(Long.toString(ada.id()));
        HttpResponse<String> again = ingest.send("DELETE", "/v1/sessions/current", ada.token(), null);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("invalid_token");
    }

    @Test
    void loggingOutEverywhereEndsAllSessionsAndLetsOneLogInAtOnce() throws Exception {
        Person ada = ingest.register();
        Person bob = ingest.register();
        String other = token(ada, "correct horse");

        assertThat(ingest.send("DELETE", "/v1/sessions", other, null).statusCode())
                .isEqualTo(204);

        assertThat(List.of(status(ada.token()), status(other))).containsOnly(401);
        assertThat(status(token(ada, "correct horse"))).isEqualTo(200);
        assertThat(status(bob.token())).isEqualTo(200);
    }

    @Test
    void aLogOutThatWasNotWrittenIsNotClaimed() throws Exception {
        Person ada = ingest.register();
        ingest.log.failing(true);

        HttpResponse<String> response = ingest.send("DELETE", "/v1/sessions", ada.token(), null);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aChangedPasswordEndsTheOtherSessions() throws Exception {
        Person ada = ingest.register();
        String other = token(ada, "correct horse");

        HttpResponse<String> changed = change(ada.token(), "correct horse", "battery staple");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
        assertThat(status(ada.token())).isEqualTo(200);
        assertThat(status(other)).isEqualTo(401);
        assertThat(logIn(ada.handle(), "correct horse").statusCode()).isEqualTo(401);
        assertThat(status(token(ada, "battery staple"))).isEqualTo(200);
    }

    @Test
    void thePasswordIsChangedOnlyByWhoKnowsItAndToAGoodOne() throws Exception {
        Person ada = ingest.register();

        HttpResponse<String> wrong = change(ada.token(), "wrong wrong", "battery staple");
        HttpResponse<String> tooShort = change(ada.token(), "correct horse", "short");

        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(RunningIngest.field(wrong)).isEqualTo("old");
        assertThat(tooShort.statusCode()).isEqualTo(400);
        assertThat(RunningIngest.field(tooShort)).isEqualTo("new");
        assertThat(ingest.send("PUT", "/v1/users/me/password", null, "{}").statusCode())
                .isEqualTo(401);
    }

    @Test
    void guessingStopsHoweverTheAccountIsNamed() throws Exception {
        Person ada = ingest.register("Guessed_At");
        List<String> spellings = List.of(
                "\"handle\":\"Guessed_At\"", "\"handle\":\"gUESSED_aT\"", "\"email\":\"GUESSED_AT@example.org\"");
        for (String who : spellings) {
            assertThat(session(who, "wrong wrong").statusCode()).isEqualTo(401);
        }

        HttpResponse<String> fourth = session("\"handle\":\"guessed_at\"", "wrong wrong");
        HttpResponse<String> right = session("\"handle\":\"guessed_at\"", "correct horse");
        HttpResponse<String> byTheBackDoor = change(ada.token(), "guess number 5", "battery staple");

        for (HttpResponse<String> response : List.of(fourth, right, byTheBackDoor)) {
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            response.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 300);
        }
        assertThat(status(ada.token())).as("open sessions go on").isEqualTo(200);
        ingest.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(session("\"handle\":\"guessed_at\"", "correct horse").statusCode())
                .isEqualTo(201);
    }

    @Test
    void nobodyIsGuardedLikeSomebody() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(session("\"handle\":\"Nobody_Here\"", "wrong wrong").statusCode())
                    .isEqualTo(401);
        }
        assertThat(session("\"handle\":\"nobody_here\"", "wrong wrong").statusCode())
                .isEqualTo(429);
    }

    @Test
    void onlyFailuresCount() throws Exception {
        Person ada = ingest.register();
        for (int i = 0; i < 12; i++) {
            assertThat(logIn(ada.handle(), "correct horse").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void anAddressThatTriesManyAccountsIsStopped() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(logIn("someone" + i, "password").statusCode()).isEqualTo(401);
        }
        assertThat(logIn("someone_else", "password").statusCode()).isEqualTo(429);
    }

    @Test
    void aThousandGuessesAtOnceAreNotMore() throws Exception {
        Person ada = ingest.register();
        List<CompletableFuture<Integer>> guesses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            guesses.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return logIn(ada.handle(), "wrong wrong").statusCode();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        List<Integer> statuses = guesses.stream().map(CompletableFuture::join).toList();

        assertThat(statuses).filteredOn(status -> status == 401).hasSize(3);
        assertThat(statuses).filteredOn(status -> status == 429).hasSize(37);
    }

    @Test
    void whoeverLeavesLeavesNoSession() throws Exception {
        Person ada = ingest.register();

        assertThat(ingest.send("DELETE", "/v1/users/me", ada.token(), null).statusCode())
                .isEqualTo(204);

        assertThat(status(ada.token())).isEqualTo(401);
        assertThat(ingest.log.last(Revocation.class).getIssuedBefore()).isEqualTo(Long.MAX_VALUE);
    }

    private int status(String token) throws Exception {
        return ingest.send("GET", "/v1/users/me", token, null).statusCode();
    }

    private String token(Person person, String password) throws Exception {
        return RunningIngest.json(logIn(person.handle(), password)).get("token").textValue();
    }

    private HttpResponse<String> logIn(String handle, String password) throws Exception {
        return session("\"handle\":\"" + handle + "\"", password);
    }

    private HttpResponse<String> session(String who, String password) throws Exception {
        return ingest.send("POST", "/v1/sessions", null, "{" + who + ",\"password\":\"" + password + "\"}");
    }

    private HttpResponse<String> change(String token, String before, String after) throws Exception {
        return ingest.send(
                "PUT", "/v1/users/me/password", token, "{\"old\":\"%s\",\"new\":\"%s\"}".formatted(before, after));
    }
}
