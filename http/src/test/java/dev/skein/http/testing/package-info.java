/** What the tests of several modules share. */
@NullMarked
package dev.skein.http.testing;

import org.jspecify.annotations.NullMarked;
