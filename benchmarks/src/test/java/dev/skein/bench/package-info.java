@NullMarked
package dev.skein.bench;

import org.jspecify.annotations.NullMarked;
