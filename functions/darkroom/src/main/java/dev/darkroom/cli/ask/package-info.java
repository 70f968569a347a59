/**
 * Asks the registry: a running Darkroom over HTTP, or the data directory when nothing runs. The answers are the same
 * ({@code dev.darkroom.registry.query}).
 *
 * <p>Knows where the registry is; knows nothing of commands or of how answers are shown. Does not start Quarkus.
 */
package dev.darkroom.cli.ask;
