/**
 * The process: its data directory, the broker around Quarkus, and the beans that all functions share.
 *
 * <p>Knows every function only by its wiring; the command line ({@code dev.darkroom.cli}) starts it, it knows nothing of
 * the command line.
 */
package dev.darkroom.serve;
