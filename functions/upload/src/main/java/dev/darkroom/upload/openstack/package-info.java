/**
 * The image service of an OpenStack cloud, as an image uploader needs it: calls, images as they are there, and the token for
 * each.
 *
 * <p>This package and those within are the only ones that import openstack4j. Who we are is the business of {@code clouds},
 * tokens that of {@code keystone}, bytes on the wire that of {@code http}. Knows nothing of keys, catalogues or what an image
 * is for.
 */
package dev.darkroom.upload.openstack;
