package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;

/** Whoever wrote or retweeted something. */
@OpenApiName("Author")
public record AuthorJson(String id, String handle, String displayName) {}
