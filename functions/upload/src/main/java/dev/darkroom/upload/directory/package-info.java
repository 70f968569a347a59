/**
 * A directory as a target: one file for each image, {@code <key>.<format>}, and {@code manifest.json} that says what they are.
 *
 * <p>Several processes may publish to the same directory. Knows the file system; knows no image service.
 */
package dev.darkroom.upload.directory;
