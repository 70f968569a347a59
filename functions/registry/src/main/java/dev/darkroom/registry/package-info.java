/**
 * The registry: what is known about every key at every target.
 *
 * <p>One class per step: {@link dev.darkroom.registry.AdmitCatalogue} turns a catalogue into wishes,
 * {@link dev.darkroom.registry.AskAgain} asks for what is wished and not there (for the first time, after a failure, after
 * a restart: one mechanism), {@link dev.darkroom.registry.RecordImage} and {@link dev.darkroom.registry.RecordTarget} note
 * what happened, {@link dev.darkroom.registry.PublishDecided} says what was decided. The functions are a few lines each.
 * What catalogues say is judged in {@code catalogue}; the rules are in {@code known}, the tables in {@code store}, the answers
 * in {@code query} and {@code http}, and who may have them in {@code access}. Knows the other functions by their events only.
 */
package dev.darkroom.registry;
