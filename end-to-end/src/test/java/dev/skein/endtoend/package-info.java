/**
 * The whole system, asked over HTTP and Kafka as its users ask it.
 *
 * <p>{@link dev.skein.endtoend.Skein} is the running system, one for all tests: real servers as processes of their own, on
 * free ports, in a folder of their own. {@link dev.skein.endtoend.Person} is somebody who uses it, with the calls of
 * DESIGN §6 by their names; {@link dev.skein.endtoend.Api} is one server, for calls that no well-behaved client makes.
 * Every test brings its own people, so none disturbs another; {@link dev.skein.endtoend.Eventually} waits for what comes
 * by way of Kafka.
 */
@NullMarked
package dev.skein.endtoend;

import org.jspecify.annotations.NullMarked;
