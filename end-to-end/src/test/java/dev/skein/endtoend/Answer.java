package dev.skein.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a server answered.
 *
 * @param call what was asked, for messages
 */
record Answer(String call, HttpResponse<String> response) {
    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
        return Json.read(body());
    }

    /** The answer, if it has this status; fails otherwise, with what was said instead. */
    Answer expect(int status) {
        assertThat(status()).as("%s answered %s", call, body()).isEqualTo(status);
        return this;
    }

    /** The answer, if it is a problem as RFC 9457 has it, with this status. */
    Answer expectProblem(int status) {
        expect(status);
        assertThat(header("Content-Type")).as("content type of %s", call).startsWith("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("status").asInt()).as("status in %s", problem).isEqualTo(status);
        assertThat(problem.path("type").asText()).as("type in %s", problem).isNotEmpty();
        assertThat(problem.path("title").asText()).as("title in %s", problem).isNotEmpty();
        assertThat(problem.path("detail").asText()).as("detail in %s", problem).isNotEmpty();
        return this;
    }

    /** As above, and it names the field that is wrong. */
    Answer expectProblem(int status, String field) {
        expectProblem(status);
        assertThat(fields()).as("fields named by %s", body()).contains(field);
        return this;
    }

    private List<String> fields() {
        return StreamSupport.stream(json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asText())
                .toList();
    }

    <T> T as(Class<T> type) {
        return Json.read(body(), type);
    }

    <T> T as(TypeReference<T> type) {
        return Json.read(body(), type);
    }
}
