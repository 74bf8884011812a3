@NullMarked
package dev.skein.bench.replay;

import org.jspecify.annotations.NullMarked;
