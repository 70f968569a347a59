/**
 * What is known of an image, and how what happens changes it: facts in, facts out, without clocks, SQL or HTTP.
 *
 * <p>Events may come in any order, twice, or again after a year. So nothing here is a state machine that events push: a
 * {@link dev.darkroom.registry.known.Dossier} keeps facts that only grow (the highest attempt that was fetched, the
 * highest-ranking failure of each scope, the latest generation that is ready), and everything that is said of an image
 * ({@link dev.darkroom.registry.known.Standing}, what to ask for, whether it is settled) is computed from them. What
 * catalogues say changes it by {@link dev.darkroom.registry.known.Admission}, which refuses other bytes for a known key, and
 * what those say who work on the image by {@link dev.darkroom.registry.known.Heard}; what nobody serves any more, by {@code
 * Retirement}.
 * Depends on {@code dev.darkroom.events} alone.
 */
package dev.darkroom.registry.known;
