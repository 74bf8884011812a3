/** What the modules may know of each other, and what their classes may not do: read from the bytecode of all of them. */
@NullMarked
package dev.skein.architecture;

import org.jspecify.annotations.NullMarked;
