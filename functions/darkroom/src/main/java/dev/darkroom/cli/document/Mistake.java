package dev.darkroom.cli.document;

/**
 * Something that is wrong in a document.
 *
 * @param file    its path or URL, without secrets
 * @param line    where, from 1; 0 when it concerns the file as a whole
 * @param entry   such as {@code images.debian_12}; null when it concerns the file as a whole
 * @param field   the field; null when it concerns the entry as a whole
 * @param message a sentence with what is wrong, safe to show, and what would be right
 */
public record Mistake(String file, int line, String entry, String field, String message) {}
