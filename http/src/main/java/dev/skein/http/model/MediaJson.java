package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;

/** A picture or film of a tweet. */
@OpenApiName("Media")
public record MediaJson(String id, String contentType, String url) {}
