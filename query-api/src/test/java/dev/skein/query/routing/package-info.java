@NullMarked
package dev.skein.query.routing;

import org.jspecify.annotations.NullMarked;
