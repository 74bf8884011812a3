@NullMarked
package dev.skein.query.web;

import org.jspecify.annotations.NullMarked;
