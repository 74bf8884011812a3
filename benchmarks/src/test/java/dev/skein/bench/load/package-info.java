@NullMarked
package dev.skein.bench.load;

import org.jspecify.annotations.NullMarked;
