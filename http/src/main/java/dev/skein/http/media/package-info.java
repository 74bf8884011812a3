/**
 * Where media lie and how they are reached: both APIs show their addresses, the ingest API lets clients upload them. {@link dev.skein.http.media.MediaConfig} says where the object storage is, {@link
 * dev.skein.http.media.PresignedUrls} signs requests to it, {@link dev.skein.http.media.MediaUrls} are the addresses that answers show. Bytes never pass our servers.
 */
@NullMarked
package dev.skein.http.media;

import org.jspecify.annotations.NullMarked;
