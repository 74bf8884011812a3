@NullMarked
package dev.skein.query.hosting;

import org.jspecify.annotations.NullMarked;
