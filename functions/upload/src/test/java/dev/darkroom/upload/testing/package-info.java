/** What tests of targets share: images ready to be published, and an image service of which every fault can be had. */
package dev.darkroom.upload.testing;
