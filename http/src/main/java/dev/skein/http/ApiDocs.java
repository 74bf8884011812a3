package dev.skein.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.openapi.plugin.OpenApiPlugin;
import io.javalin.openapi.plugin.swagger.SwaggerPlugin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code /openapi.json}, gathered from the annotations on the handlers when they were compiled, and {@code /docs} to read it, from the class path. */
final class ApiDocs {
    static final String PAGE = "/docs";
    private static final String DOCUMENT = "/openapi.json";
    private static final String SCHEMAS = "#/components/schemas/";
    /** Bounds that the annotations give as text and OpenAPI wants as numbers. */
    private static final List<String> NUMBERS =
            List.of("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum");

    /** A call that every API has. */
    private record Operation(String path, String id, String summary, String contentType) {}

    private static final List<Operation> EVERYWHERE = List.of(
            new Operation("/health/live", "live", "Whether the process runs", "application/json"),
            new Operation(
                    "/health/ready",
                    "ready",
                    "Whether it is of use, and if not, what is missing (503)",
                    "application/json"),
            new Operation("/metrics", "metrics", "Meters as Prometheus reads them", "text/plain"));

    private ApiDocs() {}

    static void register(JavalinConfig config, ApiInfo info) {
        config.registerPlugin(new OpenApiPlugin(openApi -> openApi.withDocumentationPath(DOCUMENT)
                .withDefinitionConfiguration((version, definition) -> definition
                        .withInfo(about -> about.title(info.title())
                                .version(info.version())
                                .description(info.description())
                                .license("Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0"))
                        .withDefinitionProcessor(ApiDocs::completed))));
        config.registerPlugin(new SwaggerPlugin(swagger -> {
            swagger.setTitle(info.title());
            swagger.setDocumentationPath(DOCUMENT);
            swagger.setUiPath(PAGE);
            // Nothing is asked of anybody else's server.
            swagger.setValidatorUrl("none");
        }));
    }

    /** Adds what holds for every call, so that no handler has to say it. */
    private static String completed(ObjectNode document) {
        numbersAsNumbers(document);
        referencesAlone(document);
        ObjectNode schemas = document.withObject("/components/schemas");
        ObjectNode paths = document.withObject("/paths");
        Set<String> tokens = new TreeSet<>();
        Set<String> answered = new TreeSet<>();
        for (JsonNode path : paths) {
            for (JsonNode operation : path) {
                examplesAsJson(operation.at("/requestBody/content"));
                tokens.addAll(tokens((ObjectNode) operation));
                ObjectNode responses = ((ObjectNode) operation).withObject("/responses");
                responses.putObject("default").put("description", "A problem");
                for (Map.Entry<String, JsonNode> response : responses.properties()) {
                    if (response.getKey().startsWith("2")) {
                        named(response.getValue(), schemas, answered);
                    } else if (!response.getKey().startsWith("1")) {
                        problem((ObjectNode) response.getValue());
                    }
                }
            }
        }
        for (Operation operation : EVERYWHERE) {
            ObjectNode get = paths.putObject(operation.path()).putObject("get");
            get.put("operationId", operation.id()).put("summary", operation.summary());
            get.putArray("tags").add("Operation");
            ObjectNode response = get.putObject("responses").putObject("200").put("description", "OK");
            response.putObject("content").putObject(operation.contentType());
        }
        for (String schema : answered) {
            // Answers leave nothing out: what is not there is null.
            ObjectNode described = (ObjectNode) schemas.get(schema);
            ArrayNode required = described.putArray("required");
            described.path("properties").fieldNames().forEachRemaining(required::add);
        }
        describeProblem(schemas);
        ObjectNode schemes = document.withObject("/components/securitySchemes");
        tokens.forEach(token -> schemes.putObject(token).put("type", "http").put("scheme", "bearer"));
        return document.toPrettyString();
    }

    /** What a call takes to be let in; where it does without, too, that is nothing at all in OpenAPI. */
    private static Set<String> tokens(ObjectNode operation) {
        Set<String> tokens = new TreeSet<>();
        ArrayNode security = operation.withArray("/security");
        for (int i = 0; i < security.size(); i++) {
            if (security.get(i).has(Bearer.NONE)) {
                security.set(i, operation.objectNode());
            }
            security.get(i).fieldNames().forEachRemaining(tokens::add);
        }
        return tokens;
    }

    /** Adds the schemas that {@code node} refers to, and those that these refer to. */
    private static void named(JsonNode node, JsonNode schemas, Set<String> found) {
        for (JsonNode reference : node.findValues("$ref")) {
            String schema = reference.textValue().substring(SCHEMAS.length());
            if (found.add(schema)) {
                named(schemas.path(schema), schemas, found);
            }
        }
    }

    private static void problem(ObjectNode response) {
        response.putObject("content")
                .putObject(Problems.CONTENT_TYPE)
                .putObject("schema")
                .put("$ref", SCHEMAS + "Problem");
    }

    private static void describeProblem(ObjectNode schemas) {
        ObjectNode problem = schemas.putObject("Problem").put("type", "object");
        problem.put("description", "RFC 9457; errors only where a field is to blame");
        ObjectNode fields = problem.putObject("properties");
        ArrayNode required = problem.putArray("required");
        for (String name : List.of("type", "title", "detail")) {
            fields.putObject(name).put("type", "string");
            required.add(name);
        }
        fields.putObject("status").put("type", "integer");
        required.add("status");
        ObjectNode error = fields.putObject("errors").put("type", "array").putObject("items");
        error.put("type", "object");
        ObjectNode errorFields = error.putObject("properties");
        List.of("field", "message").forEach(name -> errorFields.putObject(name).put("type", "string"));
    }

    /** An annotation can give an example as text only. */
    private static void examplesAsJson(JsonNode contents) {
        for (JsonNode content : contents) {
            if (content.path("example").isTextual()) {
                byte[] example = content.get("example").textValue().getBytes(StandardCharsets.UTF_8);
                ((ObjectNode) content).set("example", JsonText.tree(example));
            }
        }
    }

    /** What stands beside a reference does not count in OpenAPI 3.0. */
    private static void referencesAlone(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("$ref") && object.size() > 1) {
            JsonNode reference = object.remove("$ref");
            object.putArray("allOf").addObject().set("$ref", reference);
        }
        node.forEach(ApiDocs::referencesAlone);
    }

    private static void numbersAsNumbers(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String name : NUMBERS) {
                if (object.path(name).isTextual()) {
                    object.put(name, Long.parseLong(object.get(name).textValue()));
                }
            }
        }
        node.forEach(ApiDocs::numbersAsNumbers);
    }
}
