package dev.darkroom.convert;

/**
 * How qemu-img is confined in this process, for people and for health checks.
 *
 * @param full        whether all of the sandbox works: namespaces, read-only file system, system call filter, limits
 * @param description a sentence; where the sandbox is not full it says what is missing, and why
 */
public record Confinement(boolean full, String description) {}
