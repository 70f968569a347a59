package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.openpgp.OpenPgp;
import dev.darkroom.fetch.openpgp.RefusedSignatureException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the hashes that a source must have: those of the catalogue, and those of the sums file that it names. Where it names
 * a signature too, nothing of that file is read that is not signed.
 */
final class ExpectedDigests {
    private static final ByteSize LONGEST = ByteSize.ofMiB(1);
    private static final ByteSize LONGEST_SIGNATURE = new ByteSize(64 * 1024);

    private final SmallText texts;
    private final SmallText signatures;
    private final OpenPgp openPgp;
    private final Demands demands;

    /**
     * All of the digests must match.
     *
     * @param digests empty when the catalogue gives none
     * @param proofs  what the source is verified by once they do
     */
    record Expected(List<Digest> digests, List<Proof> proofs) {
        boolean isStrong() {
            return digests.stream().anyMatch(digest -> digest.algorithm().strong());
        }
    }

    ExpectedDigests(Origin origin, OpenPgp openPgp, Demands demands) {
        this.texts = new SmallText(origin, LONGEST);
        this.signatures = new SmallText(origin, LONGEST_SIGNATURE);
        this.openPgp = openPgp;
        this.demands = demands;
    }

    /** @throws FailureException when they cannot be had, are not signed as they must be, or prove less than is demanded */
    Expected of(SourceUri source, Checksum checksum, Patience patience, Deadline deadline) {
        demands.requireNamed(source, checksum);
        var digests = new ArrayList<>(checksum.digests());
        var proofs = new TreeSet<Proof>();
        if (checksum.sums() != null) {
            byte[] file = texts.bytes(checksum.sums(), patience, deadline);
            if (checksum.signature() == null) {
                digests.addAll(SumsFile.read(checksum.sums(), text(file), source.fileName()));
                requireStrong(checksum, digests);
            } else {
                OpenPgp.Signed signed = verified(checksum.sums(), file, checksum.signature(), patience, deadline);
                proofs.add(Proof.openPgp(signed.signer()));
                List<Digest> listed = SumsFile.readNamed(checksum.sums(), text(signed.content()), source.fileName());
                // It must be strong itself: an unsigned sha256 beside a signed md5 is an unsigned one.
                requireStrong(checksum, listed);
                digests.addAll(listed);
            }
        }
        digests.forEach(digest -> proofs.add(Proof.checksum(digest.algorithm())));
        demands.requireMet(source, proofs);
        return new Expected(digests, List.copyOf(proofs));
    }

    /** Whether what was verified by these proofs once is so today. */
    boolean holds(List<Proof> proofs) {
        return demands.areMet(proofs)
                && proofs.stream().filter(Proof::isSignature).allMatch(proof -> openPgp.trusts(proof.fingerprint()));
    }

    private OpenPgp.Signed verified(
            SourceUri sums, byte[] file, OpenPgpSignature signature, Patience patience, Deadline deadline) {
        try {
            if (signature.url() == null) {
                return openPgp.clearSigned(file, signature.signedBy());
            }
            byte[] detached = signatures.bytes(signature.url(), patience, deadline);
            return openPgp.detached(file, detached, signature.signedBy());
        } catch (RefusedSignatureException e) {
            String what = signature.url() == null ? "" : signature.url() + " of ";
            throw new FailureException(
                    FailureCode.SIGNATURE_INVALID,
                    "the signature " + what + "the sums file " + sums + " is not relied on: " + e.getMessage()
                            + "; look at it, and at the keys in darkroom.verify.openpgp-keys",
                    e);
        }
    }

    private static void requireStrong(Checksum checksum, List<Digest> digests) {
        boolean strong = digests.stream().anyMatch(digest -> digest.algorithm().strong());
        if (!strong && (checksum.signature() != null || !checksum.allowWeak())) {
            throw new FailureException(
                    FailureCode.CHECKSUM_UNAVAILABLE,
                    "the sums file " + checksum.sums() + " gives only md5 or sha1, which prove nothing;"
                            + " give sha256 or sha512"
                            + (checksum.signature() == null ? ", or set checksum_allow_weak: true" : ""));
        }
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }
}
