/**
 * Images for tests, sound and hostile, made by qemu-img and by hand; used by every module that judges or converts
 * images.
 */
package dev.darkroom.inspect.testing;
