/**
 * The six topologies, as pure descriptions: descriptors and codecs in, a {@code Topology} out. One file shows one
 * topology from top to bottom; the processors it names lie beside it, and what they decide lies in their {@code Rules}.
 *
 * <ol>
 *   <li>{@code author}: tweets, followers and author timelines; fans out into deliveries
 *   <li>{@code home}: deliveries into home timelines, and how readers stand to others
 *   <li>{@code engagement}: who reacted, replies, all counts
 *   <li>{@code trends}: hashtags in windows
 *   <li>{@code notifications}: what concerns whom
 *   <li>{@code suggestions}: whom one may want to follow
 * </ol>
 */
@NullMarked
package dev.skein.streams;

import org.jspecify.annotations.NullMarked;
