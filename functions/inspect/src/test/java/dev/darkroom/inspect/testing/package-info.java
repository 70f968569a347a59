/** Real images for tests, made by qemu-img; used by every module that judges or converts them. */
package dev.darkroom.inspect.testing;
