package dev.darkroom.demo;

import java.nio.file.Path;

/**
 * A disk image that was made for the demonstration.
 *
 * @param key     its key in the catalogue
 * @param served  the file that the web server has
 * @param format  the disk format in it
 * @param plain   the same without compression around it, in the same format
 * @param content what is on it, in words
 */
public record DemoImage(String key, Path served, String format, Path plain, String content) {}
