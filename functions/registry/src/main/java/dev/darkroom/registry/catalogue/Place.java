package dev.darkroom.registry.catalogue;

/**
 * Where something is written.
 *
 * @param file  the document's path or URL, without secrets; null in an event
 * @param line  from 1; 0 in an event
 * @param entry what it belongs to where it is written, such as {@code images.debian_12} or {@code defaults}; null in an event
 */
public record Place(String file, int line, String entry) {
    /** Of what came in an event. */
    public static final Place NONE = new Place(null, 0, null);
}
