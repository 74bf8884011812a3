@NullMarked
package dev.skein.query.live;

import org.jspecify.annotations.NullMarked;
