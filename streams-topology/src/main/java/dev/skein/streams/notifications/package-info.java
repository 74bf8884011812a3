/**
 * The topology of [notifications]: who is told of what others do.
 *
 * <p>Read {@link dev.skein.streams.notifications.NotificationsTopology} first.
 * {@link dev.skein.streams.notifications.DeedRules} says which events are deeds that concern somebody, and which undo them;
 * {@link dev.skein.streams.notifications.NotifyProcessor} finds out whom, and whether they want to hear of it
 * ({@link dev.skein.streams.notifications.EarlyDeeds} wait for their tweet);
 * {@link dev.skein.streams.notifications.Notified} keeps what they are told, in groups as
 * {@link dev.skein.streams.notifications.GroupRules} make them.
 */
@NullMarked
package dev.skein.streams.notifications;

import org.jspecify.annotations.NullMarked;
