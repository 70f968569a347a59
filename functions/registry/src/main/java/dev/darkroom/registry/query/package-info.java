/**
 * Answers: what the registry knows, as it is shown to people and programs, at once or when images are ready or have failed
 * ({@code Waiting}). No secrets leave here.
 *
 * <p>Everything is computed from one {@link dev.darkroom.registry.query.Snapshot}, so an answer never mixes two moments.
 * Knows nothing of HTTP: the command line asks the same questions.
 */
package dev.darkroom.registry.query;
