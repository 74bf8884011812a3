/**
 * Something to look at in an empty system: {@link dev.skein.bench.demo.Cast} is who there is, {@link
 * dev.skein.bench.demo.Scene} what they do, {@link dev.skein.bench.demo.DemoCommand} the command line. Everything goes the way that
 * everyone can go, passwords and all, so it works without an operator.
 */
@NullMarked
package dev.skein.bench.demo;

import org.jspecify.annotations.NullMarked;
