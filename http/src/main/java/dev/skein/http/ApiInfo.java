package dev.skein.http;

/** What {@code /openapi.json} says about the API as a whole. */
public record ApiInfo(String title, String version, String description) {}
