/** Steps of the Maven build that no plug-in knows how to take. */
@NullMarked
package dev.skein.local.build;

import org.jspecify.annotations.NullMarked;
