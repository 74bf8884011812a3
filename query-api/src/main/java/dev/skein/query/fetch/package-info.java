/**
 * Looks up many keys at once. A {@link dev.skein.query.fetch.Fetch.Batch} gathers keys of several {@link
 * dev.skein.query.fetch.Lookups}, sends one question to each other instance that holds some of them, meanwhile answers from
 * the stores of this process ({@link dev.skein.query.fetch.LocalAnswers}), and waits no longer than it is told.
 */
@NullMarked
package dev.skein.query.fetch;

import org.jspecify.annotations.NullMarked;
