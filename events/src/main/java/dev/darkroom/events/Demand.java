package dev.darkroom.events;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the operator demands as proof of every image ({@code darkroom.verify}), whatever its catalogue offers. */
public enum Demand {
    NONE,
    CHECKSUM,
    REQUIRE;

    private static final List<Proof> STRONG = Stream.of(Digest.Algorithm.values())
            .filter(Digest.Algorithm::strong)
            .map(Proof::checksum)
            .toList();

    /** Whether an image that was verified by these may be used. */
    public boolean isMetBy(Collection<Proof> proofs) {
        return switch (this) {
            case NONE -> true;
            case CHECKSUM -> proofs.stream().anyMatch(STRONG::contains);
            case REQUIRE ->
                proofs.stream().anyMatch(STRONG::contains) && proofs.stream().anyMatch(Proof::isSignature);
        };
    }

    /** @param what of the source is too little, and what to do: a clause behind its URL */
    public FailureException unmet(SourceUri source, String what) {
        return new FailureException(
                FailureCode.PROOF_MISSING,
                "darkroom.verify is " + name().toLowerCase(Locale.ROOT) + ", and " + source + " " + what);
    }
}
