/**
 * Catalogue documents as people write them: YAML or JSON files, what they include, their defaults, and Azimuth's variables
 * files; read into events, every mistake said with its file, line, entry and field.
 *
 * <p>Knows text and positions. Which fields there are and what they may say is the business of {@code
 * dev.darkroom.registry.catalogue}, which judges the same entries again when they arrive as an event.
 */
package dev.darkroom.registry.document;
