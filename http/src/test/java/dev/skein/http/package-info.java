@NullMarked
package dev.skein.http;

import org.jspecify.annotations.NullMarked;
