/**
 * Keeps what is known, in SQL that is written for H2 and for PostgreSQL, and tried on H2.
 *
 * <p>{@link dev.darkroom.registry.store.Store} opens transactions; each table has a room of its own. Writers follow one
 * another, so what a transaction reads is still true when it writes. What has to be published is written in the same
 * transaction and published after it, so neither is ever without the other. Decides nothing: the rules are in
 * {@code dev.darkroom.registry.known}.
 */
package dev.darkroom.registry.store;
