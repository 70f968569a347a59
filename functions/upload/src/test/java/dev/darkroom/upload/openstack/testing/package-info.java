/** A cloud that tests write the lines of: for what the real one cannot be made to do. */
package dev.darkroom.upload.openstack.testing;
