package dev.darkroom.registry.catalogue;

/**
 * Something that is wrong in an entry.
 *
 * @param place   where it is written
 * @param entry   such as {@code images.debian_12}
 * @param field   the field, or a property in it as {@code properties.os_distro}; null when it concerns the entry as a whole
 * @param value   the wrong value, safe to show; null when there is none
 * @param message a sentence with what would be right
 */
public record Complaint(Place place, String entry, String field, String value, String message) {}
