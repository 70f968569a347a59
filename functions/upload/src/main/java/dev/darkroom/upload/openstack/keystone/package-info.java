/**
 * Tokens: how one is asked for, what Keystone says beside it, and when the next one is needed.
 *
 * <p>Speaks through {@code dev.darkroom.upload.openstack.http}. Knows the image service by its address only.
 */
package dev.darkroom.upload.openstack.keystone;
