/** What may be written, decided without asking anybody: handles, e-mail addresses, languages, and the hashtags and mentions in a text. */
@NullMarked
package dev.skein.ingest.rules;

import org.jspecify.annotations.NullMarked;
