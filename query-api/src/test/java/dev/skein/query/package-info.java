@NullMarked
package dev.skein.query;

import org.jspecify.annotations.NullMarked;
