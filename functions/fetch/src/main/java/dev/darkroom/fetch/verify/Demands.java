package dev.darkroom.fetch.verify;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Demand;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import java.util.Collection;

/** Compares what the operator demands with what a catalogue offers, and with what came of it. */
public final class Demands {
    private final Demand demand;

    public Demands(Demand demand) {
        this.demand = demand;
    }

    /** @throws FailureException {@code proof-missing}, naming the field that a catalogue lacks, before a byte is asked for */
    void requireNamed(SourceUri source, Checksum checksum) {
        if (demand == Demand.NONE) {
            return;
        }
        if (checksum.digests().isEmpty()
                && checksum.sums() == null
                && checksum.cosignBundle() == null
                && checksum.unpacked() == null) {
            throw demand.unmet(
                    source, "has no checksum: add checksum: sha256:<hex>, sha512:<hex> or the URL of a sums file");
        }
        if (demand == Demand.REQUIRE && checksum.signature() == null && checksum.cosignBundle() == null) {
            throw demand.unmet(
                    source,
                    "has no checksum_signature and no cosign_bundle: add the URL of a bundle, or beside a checksum that"
                            + " is the URL of a sums file that of its signature, or clearsigned");
        }
    }

    /** @throws FailureException {@code proof-missing} when what a catalogue names turned out to be too little */
    void requireMet(SourceUri source, Collection<Proof> proofs) {
        if (!areMet(proofs)) {
            throw demand.unmet(source, "has no strong checksum: give sha256 or sha512: md5 and sha1 prove nothing");
        }
    }

    boolean areMet(Collection<Proof> proofs) {
        return demand.isMetBy(proofs);
    }
}
