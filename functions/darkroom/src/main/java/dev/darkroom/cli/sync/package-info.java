/**
 * Publishes a catalogue and waits for its images: what {@code sync} and {@code image wait} do.
 *
 * <p>Knows a running registry, through {@code dev.darkroom.cli.ask}. Knows nothing of how the process that works was found
 * or started, nor of what people see meanwhile ({@code dev.darkroom.cli.progress} shows it).
 */
package dev.darkroom.cli.sync;
