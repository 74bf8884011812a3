@NullMarked
package dev.skein.bench.client;

import org.jspecify.annotations.NullMarked;
