/** Images and videos: {@link dev.skein.ingest.media.Uploads} hands out addresses to upload to and says what a tweet may show, {@link dev.skein.ingest.media.ObjectStorage} asks the object storage. */
@NullMarked
package dev.skein.ingest.media;

import org.jspecify.annotations.NullMarked;
