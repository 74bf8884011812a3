/**
 * HTTP. {@link dev.skein.query.web.Routes} lists every call. A handler checks what was sent, hands the request to {@link
 * dev.skein.query.web.Forwarding}, and where the partition lies, reads a page ({@code Reads}, {@code PageOf}), looks up what
 * else is shown ({@code People}, {@code Tweets}, {@code TweetPresenter}) and answers.
 */
@NullMarked
package dev.skein.query.web;

import org.jspecify.annotations.NullMarked;
