package dev.skein.http;

/**
 * One thing that is wrong with what a client sent.
 *
 * @param field the body's field ({@code text}, {@code [3].handle}), the query parameter ({@code cursor}) or header, or {@code body}
 * @param message what is wrong, for a person
 */
public record FieldError(String field, String message) {}
