package dev.darkroom.registry.known;

import dev.darkroom.events.Digest;

/**
 * That fetch has found a source to be signed by those of whom that was demanded.
 *
 * @param attempt with which it was found first
 * @param signers {@link RequiredSigners#text()} of what was demanded
 * @param source  the sha256 of the bytes as downloaded
 */
public record Proved(int attempt, String signers, Digest source) {

    /**
     * What is known once this one is heard too: of others the newer counts; of equal ones the first, so that what was done after
     * that stays done after it.
     */
    static Proved newer(Proved known, Proved heard) {
        if (known == null) {
            return heard;
        }
        boolean same = heard.signers.equals(known.signers) && heard.source.equals(known.source);
        boolean earlier = heard.attempt < known.attempt;
        return same == earlier ? heard : known;
    }

    /** Whether it is about an image that was made of this source, of which this is demanded now. */
    boolean isOf(Digest image, RequiredSigners now) {
        return source.equals(image) && signers.equals(now.text());
    }
}
