package dev.skein.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.openapi.plugin.OpenApiPlugin;
import io.javalin.openapi.plugin.swagger.SwaggerPlugin;
import java.util.List;
import java.util.Map;

/** {@code /openapi.json}, gathered from the annotations on the handlers when they were compiled, and {@code /docs} to read it, from the class path. */
final class ApiDocs {
    private static final String DOCUMENT = "/openapi.json";
    /** Bounds that the annotations give as text and OpenAPI wants as numbers. */
    private static final List<String> NUMBERS =
            List.of("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum");

    private static final Map<String, String> EVERYWHERE = Map.of(
            "/health/live", "Whether the process runs",
            "/health/ready", "Whether it is of use, and if not, what is missing (503)",
            "/metrics", "Meters as Prometheus reads them");

    private ApiDocs() {}

    static void register(JavalinConfig config, ApiInfo info) {
        config.registerPlugin(new OpenApiPlugin(openApi -> openApi.withDocumentationPath(DOCUMENT)
                .withDefinitionConfiguration((version, definition) -> definition
                        .withInfo(about -> about.title(info.title())
                                .version(info.version())
                                .description(info.description())
                                .license("Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0"))
                        .withSecurity(security -> security.withBearerAuth("token"))
                        .withDefinitionProcessor(ApiDocs::completed))));
        config.registerPlugin(new SwaggerPlugin(swagger -> {
            swagger.setTitle(info.title());
            swagger.setDocumentationPath(DOCUMENT);
            swagger.setUiPath("/docs");
            // Nothing is asked of anybody else's server.
            swagger.setValidatorUrl("none");
        }));
    }

    /** Adds what holds for every call, so that no handler has to say it. */
    private static String completed(ObjectNode document) {
        numbersAsNumbers(document);
        ObjectNode paths = document.withObject("/paths");
        for (JsonNode path : paths) {
            for (JsonNode operation : path) {
                problem(((ObjectNode) operation).withObject("/responses").putObject("default"));
            }
        }
        EVERYWHERE.forEach((path, summary) -> {
            ObjectNode get = paths.putObject(path).putObject("get");
            get.put("summary", summary);
            get.putArray("tags").add("Operation");
            get.putObject("responses").putObject("200").put("description", "OK");
        });
        ObjectNode schemas = document.withObject("/components/schemas");
        ObjectNode problem = schemas.putObject("Problem").put("type", "object");
        problem.put("description", "RFC 9457; errors only where a field is to blame");
        ObjectNode fields = problem.putObject("properties");
        List.of("type", "title", "detail")
                .forEach(name -> fields.putObject(name).put("type", "string"));
        fields.putObject("status").put("type", "integer");
        ObjectNode error = fields.putObject("errors").put("type", "array").putObject("items");
        error.put("type", "object");
        ObjectNode errorFields = error.putObject("properties");
        List.of("field", "message").forEach(name -> errorFields.putObject(name).put("type", "string"));
        return document.toPrettyString();
    }

    private static void problem(ObjectNode response) {
        response.put("description", "A problem");
        response.putObject("content")
                .putObject(Problems.CONTENT_TYPE)
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
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
