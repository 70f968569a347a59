/**
 * How answers look: tables, JSON, YAML, values, CSV and shell variables, as OpenStack's own client writes them.
 *
 * <p>Knows rows and values; knows nothing of what they mean.
 */
package dev.darkroom.cli.output;
