/** Tests of [notifications]. */
@org.jspecify.annotations.NullMarked
package dev.skein.streams.notifications;
