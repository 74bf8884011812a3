/**
 * What both HTTP APIs share, so that they behave alike.
 *
 * <p>A request comes in through {@link dev.skein.http.HttpServer}, which owns Jetty's bounds, times every route ({@link
 * dev.skein.http.Metrics}), answers {@code /health/*}, {@code /metrics}, {@code /openapi.json} and {@code /docs}, and knows the
 * one place where something that went wrong becomes an answer: a handler throws {@link dev.skein.http.ApiException} with a
 * sealed {@link dev.skein.http.ApiError}, and {@link dev.skein.http.Problems} writes it as {@code application/problem+json}.
 *
 * <p>A handler reads who is asking with {@link dev.skein.http.Bearer}, ids with {@link dev.skein.http.Ids}, a page with {@link
 * dev.skein.http.PageRequest} and {@link dev.skein.http.Cursors}, and a body with {@link dev.skein.http.JsonBody}, which collects all
 * that is wrong with it and names each field. It answers one of the records of {@code dev.skein.http.model} through {@link
 * dev.skein.http.Json}. Nothing in here knows Kafka or a database.
 */
@NullMarked
package dev.skein.http;

import org.jspecify.annotations.NullMarked;
