/**
 * Catalogue documents as people write them: YAML or JSON files, what they include, their defaults, and Azimuth's variables
 * files; read into events, every mistake said with its file, line, entry and field.
 *
 * <p>{@link dev.darkroom.cli.document.ReadCatalogue} shows the way: documents are loaded ({@code LoadDocuments},
 * {@code ReadYaml}), laid over each other ({@code Gathered}, {@code AzimuthVariables}), judged, and said in parts ({@code
 * Parts}). What is included lies under what includes it, an earlier document under a later one; images are merged field by
 * field, and defaults lie under everything. An entry with a mistake, or with an inherited one, is in no event.
 *
 * <p>Knows text and positions; knows nothing of the commands, which bring the texts ({@code DocumentSource}). Which fields
 * there are and what they may say is the business of {@code dev.darkroom.registry.catalogue}, which judges the same entries
 * again when they arrive as an event.
 */
package dev.darkroom.cli.document;
