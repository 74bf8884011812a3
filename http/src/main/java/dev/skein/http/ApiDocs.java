package dev.skein.http;

import io.javalin.config.JavalinConfig;
import io.javalin.openapi.plugin.OpenApiPlugin;
import io.javalin.openapi.plugin.swagger.SwaggerPlugin;

/** {@code /openapi.json}, gathered from the annotations on the handlers when they were compiled, and {@code /docs} to read it, from the class path. */
final class ApiDocs {
    private static final String DOCUMENT = "/openapi.json";

    private ApiDocs() {}

    static void register(JavalinConfig config, ApiInfo info) {
        config.registerPlugin(new OpenApiPlugin(openApi -> openApi.withDocumentationPath(DOCUMENT)
                .withPrettyOutput(true)
                .withDefinitionConfiguration((version, definition) -> definition
                        .withInfo(about -> about.title(info.title())
                                .version(info.version())
                                .description(info.description())
                                .license("Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0"))
                        .withSecurity(security -> security.withBearerAuth("token")))));
        config.registerPlugin(new SwaggerPlugin(swagger -> {
            swagger.setTitle(info.title());
            swagger.setDocumentationPath(DOCUMENT);
            swagger.setUiPath("/docs");
            // Nothing is asked of anybody else's server.
            swagger.setValidatorUrl("none");
        }));
    }
}
