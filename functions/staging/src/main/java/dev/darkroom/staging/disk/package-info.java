/**
 * What Java does not say or do of files by itself, for whoever keeps large or private ones: holes, full disks, deletion
 * whatever the permissions, what survives a power cut, and what fits into memory.
 *
 * <p>Knows files and what the operating system says of them, and how a full disk is called in {@code dev.darkroom.events};
 * knows no image, and nothing of how staging is laid out.
 */
package dev.darkroom.staging.disk;
