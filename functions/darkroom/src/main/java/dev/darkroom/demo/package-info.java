/**
 * What the demonstration shows its work on: real disk images made on the spot, their catalogue, and a web server that has
 * them.
 *
 * <p>Knows mke2fs, qemu-img and HTTP, and how people write a catalogue. Of Darkroom's classes it uses helpers only ({@code
 * dev.darkroom.staging.disk.Deletion}, {@code dev.darkroom.events.Reasons} and {@code Texts}): no function, no event, and not
 * the process that it shows.
 */
package dev.darkroom.demo;
