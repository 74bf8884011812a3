/** What a query instance is told when it starts. */
@NullMarked
package dev.skein.query.config;

import org.jspecify.annotations.NullMarked;
