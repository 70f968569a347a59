/**
 * What must prove the bytes of an image: hashes from its catalogue, from a sums file or from a bundle, signatures of those,
 * and what the operator demands ({@link dev.darkroom.events.Demand}).
 *
 * <p>Fetches small texts from origins and has them judged: signatures by {@code dev.darkroom.fetch.openpgp} and {@code
 * dev.darkroom.fetch.cosign}, which know neither each other nor this. Knows no byte of an image: who downloads compares.
 */
package dev.darkroom.fetch.verify;
