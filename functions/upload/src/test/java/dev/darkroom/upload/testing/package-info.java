/**
 * What tests of uploads share, also those of other modules: images that are ready to be published, a real Keystone and
 * Glance, and an image service in memory that keeps the same rules and has every fault on demand.
 */
package dev.darkroom.upload.testing;
