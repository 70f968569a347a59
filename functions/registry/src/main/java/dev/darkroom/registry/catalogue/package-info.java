/**
 * Judges what catalogues say: from a tree of maps to images, aliases and variables, or to complaints. URLs with secrets are
 * refused here ({@code FindSecrets}).
 *
 * <p>Knows the fields ({@code ImageFields}), how they go together ({@code JudgeImage}) and how defaults are merged ({@code
 * MergeTrees}). A tree may know where it is written; the rules are the same for a document and for an event. Knows nothing
 * of the registry's state, of SQL or of HTTP.
 */
package dev.darkroom.registry.catalogue;
