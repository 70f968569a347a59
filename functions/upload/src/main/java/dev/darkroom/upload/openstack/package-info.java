/**
 * The image service of an OpenStack cloud, as an image uploader needs it: calls, images as they are there, and the token for
 * each.
 *
 * <p>This package and those within are the only ones that import openstack4j. Of it are used the requests with their
 * exceptions, and the calls for bytes, deletion and members; the rest is ours, for its connectors read a body into memory
 * before they send it, its model of an image knows no community images, and its login no application credentials.
 *
 * <p>Who we are is the business of {@code clouds}, tokens that of {@code keystone}, bytes on the wire that of {@code http}.
 * Knows nothing of keys, catalogues or what an image is for.
 */
package dev.darkroom.upload.openstack;
