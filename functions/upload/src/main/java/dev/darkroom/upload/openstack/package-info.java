/**
 * OpenStack as an image uploader needs it: who we are (clouds.yaml, {@code OS_*}), tokens, and the image service.
 *
 * <p>The only package that imports openstack4j. Knows nothing of keys, catalogues or what an image is for.
 */
package dev.darkroom.upload.openstack;
