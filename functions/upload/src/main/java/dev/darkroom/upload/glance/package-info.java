/**
 * An OpenStack image service as a target.
 *
 * <p>{@link dev.darkroom.upload.glance.DecisionTable} is what is done about what is found there, in one place; {@link
 * dev.darkroom.upload.glance.PublishImage} does it. An image is known by its owner and its {@code darkroom_*} properties,
 * never by its ID alone. Knows the image service only as {@code dev.darkroom.upload.openstack.ImageService}.
 */
package dev.darkroom.upload.glance;
