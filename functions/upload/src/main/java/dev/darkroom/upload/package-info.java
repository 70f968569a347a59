/**
 * {@code image.converted} -> {@code image.ready}: an image in the right format is published at every target that wants it.
 * {@code image.requested} -> {@code image.ready}: where it is already, what is said of it is repaired.
 *
 * <p>{@link dev.darkroom.upload.Target} is a place where images are published; each kind has a package of its own.
 * {@link dev.darkroom.upload.AnnounceTargets} says which targets there are and, now and then, which images it has seen
 * there. Knows staging and the events; knows no other function, and OpenStack only through
 * {@code dev.darkroom.upload.openstack}.
 */
package dev.darkroom.upload;
