/**
 * The data directory: what lies where in it, who holds it, how a running process is found there, and how the
 * registry's file stays small.
 *
 * <p>Knows files, locks, and how H2 keeps a database in a file; not what is in it. Knows nothing of settings, of the broker or
 * of HTTP: what a process says of itself is kept as it was said.
 */
package dev.darkroom.serve.data;
