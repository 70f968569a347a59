package dev.darkroom.fetch.verify;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.verify.VerifyConfig.Demand;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What the operator demands as proof of every image, whatever its catalogue offers. */
public final class Demands {
    private static final List<Proof> STRONG =
            List.of(Proof.checksum(Algorithm.SHA256), Proof.checksum(Algorithm.SHA512));

    private final Demand demand;

    public Demands(Demand demand) {
        this.demand = demand;
    }

    /** @throws FailureException {@code proof-missing}, naming the field that a catalogue lacks, before a byte is asked for */
    void requireNamed(SourceUri source, Checksum checksum) {
        if (demand == Demand.NONE) {
            return;
        }
        if (checksum.digests().isEmpty() && checksum.sums() == null && checksum.cosignBundle() == null) {
            throw missing(source, "no checksum", "add checksum: sha256:<hex>, sha512:<hex> or the URL of a sums file");
        }
        if (demand == Demand.REQUIRE && checksum.signature() == null && checksum.cosignBundle() == null) {
            throw missing(
                    source,
                    "no checksum_signature and no cosign_bundle",
                    "add the URL of a bundle, or beside a checksum that is the URL of a sums file that of its signature,"
                            + " or clearsigned");
        }
    }

    /** @throws FailureException {@code proof-missing} when what a catalogue names turned out to be too little */
    void requireMet(SourceUri source, Collection<Proof> proofs) {
        if (!areMet(proofs)) {
            throw missing(source, "no strong checksum", "give sha256 or sha512: md5 and sha1 prove nothing");
        }
    }

    boolean areMet(Collection<Proof> proofs) {
        return switch (demand) {
            case NONE -> true;
            case CHECKSUM -> proofs.stream().anyMatch(STRONG::contains);
            case REQUIRE ->
                proofs.stream().anyMatch(STRONG::contains) && proofs.stream().anyMatch(Proof::isSignature);
        };
    }

    private FailureException missing(SourceUri source, String what, String next) {
        return new FailureException(
                FailureCode.PROOF_MISSING,
                "darkroom.verify is " + demand.name().toLowerCase(Locale.ROOT) + ", and " + source + " has " + what
                        + ": " + next);
    }
}
