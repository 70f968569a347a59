/** What the log says how often. Knows nothing of the registry: all of it may ask. */
package dev.darkroom.registry.log;
