/** What tests of uploads share, also those of other modules: a real Keystone and Glance. */
package dev.darkroom.upload.testing;
