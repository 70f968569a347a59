/**
 * What the demonstration shows its work on: real disk images made on the spot, and a web server that has them.
 *
 * <p>Knows mke2fs, qemu-img and HTTP; knows nothing of Darkroom itself.
 */
package dev.darkroom.demo;
