package dev.darkroom.registry.known;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.Proof;
import java.util.Collection;
import java.util.List;

/**
 * Who must have signed an image's source, as its catalogue has it. Where the signatures lie says nothing of that: one that
 * has moved proves what it proved before.
 *
 * @param openPgp  whether somebody must have whose OpenPGP key is pinned
 * @param signedBy fingerprints of which one must be that key's, or its subkey's; empty: any pinned key will do
 * @param cosign   whether a trusted identity must have
 */
public record RequiredSigners(boolean openPgp, List<String> signedBy, boolean cosign) {

    static RequiredSigners of(Checksum checksum) {
        OpenPgpSignature signature = checksum.signature();
        return new RequiredSigners(
                signature != null,
                signature == null ? List.of() : signature.signedBy(),
                checksum.cosignBundle() != null);
    }

    /**
     * Whether these proofs alone show it. They name primary keys: a subkey that a catalogue names is not among them, and only
     * fetch can say whose it is.
     */
    boolean isMetBy(Collection<Proof> proofs) {
        return (!openPgp || proofs.stream().map(Proof::fingerprint).anyMatch(this::accepts))
                && (!cosign
                        || proofs.stream().anyMatch(proof -> !proof.subject().isEmpty()));
    }

    private boolean accepts(String fingerprint) {
        return !fingerprint.isEmpty() && (signedBy.isEmpty() || signedBy.contains(fingerprint));
    }

    /** As text that is stored and compared: {@code openpgp[<fingerprint>, ...] cosign}; empty when nobody must have signed. */
    String text() {
        return ((openPgp ? "openpgp" + signedBy : "") + (cosign ? " cosign" : "")).strip();
    }
}
