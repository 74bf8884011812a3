/**
 * Search: what a person types becomes {@link dev.skein.query.search.Terms}, those a question in Elasticsearch's language,
 * and the answer ids with their place in the order. What is shown is looked up in the stores by these ids, so what was
 * deleted a moment ago is not shown though it is still found.
 */
@NullMarked
package dev.skein.query.search;

import org.jspecify.annotations.NullMarked;
