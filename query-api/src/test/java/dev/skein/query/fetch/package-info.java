@NullMarked
package dev.skein.query.fetch;

import org.jspecify.annotations.NullMarked;
