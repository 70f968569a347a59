/** A cloud that tests write the lines of, for what the real one cannot be made to do, and connections to clouds. */
package dev.darkroom.upload.openstack.testing;
