@NullMarked
package dev.skein.query.config;

import org.jspecify.annotations.NullMarked;
