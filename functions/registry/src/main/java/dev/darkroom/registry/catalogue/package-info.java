/**
 * Reads the documents that people call catalogues: from a tree of maps to judged entries.
 *
 * <p>Knows the fields and their rules, and how a mistake is said. Knows nothing of the registry's state, of SQL or of HTTP.
 */
package dev.darkroom.registry.catalogue;
