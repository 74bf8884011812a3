/** The topology of [notifications]: what concerns whom. */
@NullMarked
package dev.skein.streams.notifications;

import org.jspecify.annotations.NullMarked;
