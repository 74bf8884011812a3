package dev.skein.http.model;

import io.javalin.openapi.OpenApiName;

/** Somebody named in a tweet's text. */
@OpenApiName("Mention")
public record MentionJson(String id, String handle) {}
