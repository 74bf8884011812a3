package dev.skein.http.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param next the cursor for the part after this one, null at the end
 */
public record PageJson<T>(List<T> data, @Nullable String next) {}
