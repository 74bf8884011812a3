/** What both APIs answer: ids as strings, times as RFC 3339 in UTC with milliseconds, absent values as null. These records know no Kafka and no store. */
@NullMarked
package dev.skein.http.model;

import org.jspecify.annotations.NullMarked;
