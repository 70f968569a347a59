package dev.darkroom.fetch.verify;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.cosign.Cosign;
import dev.darkroom.fetch.openpgp.OpenPgp;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.fetch.origin.Origin;
import dev.darkroom.fetch.origin.RetryPolicy;
import dev.darkroom.fetch.origin.SmallText;
import dev.darkroom.fetch.proof.RefusedProofException;
import java.util.ArrayList;
import java.util.List;

/** Fetches what is signed and what signs it, and has it judged: sums files, by OpenPGP and by bundles, and bundles of images. */
public final class Signatures {
    private static final ByteSize LONGEST_SUMS = ByteSize.ofMiB(1);
    private static final ByteSize LONGEST = new ByteSize(64 * 1024);

    private final SmallText sums;
    private final SmallText signatures;
    private final SmallText bundles;
    private final OpenPgp openPgp;
    private final Cosign cosign;

    /**
     * A sums file.
     *
     * @param content  of it, or of it what is signed
     * @param evidence of who signed it; empty when nobody had to
     */
    record Sums(byte[] content, List<Evidence> evidence) {}

    /** What a bundle says the hash of an image is, and the evidence of who said it. */
    record SignedDigest(Digest digest, Evidence evidence) {}

    public Signatures(Origin origin, OpenPgp openPgp, Cosign cosign) {
        this.sums = new SmallText(origin, "checksum", LONGEST_SUMS);
        this.signatures = new SmallText(origin, "checksum_signature", LONGEST);
        this.bundles = new SmallText(origin, "cosign_bundle", LONGEST);
        this.openPgp = openPgp;
        this.cosign = cosign;
    }

    /** @throws FailureException when it cannot be had, or is not signed by all that the catalogue names */
    Sums sums(Checksum checksum, RetryPolicy retry, Deadline deadline) {
        try {
            return verified(checksum, retry, deadline);
        } catch (FailureException e) {
            boolean isOneFile = checksum.cosignBundle() == null
                    && (checksum.signature() == null || checksum.signature().url() == null);
            if (e.code() != FailureCode.SIGNATURE_INVALID || isOneFile) {
                throw e;
            }
        }
        // They were asked for one after the other: one of them may have been replaced in between.
        return verified(checksum, retry, deadline);
    }

    /** @throws FailureException when it cannot be had, or is not to be relied on */
    SignedDigest image(SourceUri source, SourceUri bundle, RetryPolicy retry, Deadline deadline) {
        byte[] file = bundles.bytes(bundle, retry, deadline);
        try {
            Cosign.Signed signed = cosign.named(file);
            return new SignedDigest(Digest.of(Algorithm.SHA256, signed.sha256()), evidence(signed));
        } catch (RefusedProofException e) {
            throw refused(bundle, source.toString(), e);
        }
    }

    /** Whether a signature that proved an image once would do so today. */
    boolean trusts(Evidence evidence) {
        Proof proof = evidence.proof();
        return proof.fingerprint().isEmpty()
                ? cosign.trusts(proof, evidence.basis())
                : openPgp.trusts(new OpenPgp.Signer(proof.fingerprint(), evidence.basis(), evidence.until()));
    }

    private Sums verified(Checksum checksum, RetryPolicy retry, Deadline deadline) {
        byte[] file = sums.bytes(checksum.sums(), retry, deadline);
        byte[] content = file;
        var evidence = new ArrayList<Evidence>();
        if (checksum.signature() != null) {
            OpenPgp.Signed signed = signed(checksum.sums(), file, checksum.signature(), retry, deadline);
            content = signed.content();
            OpenPgp.Signer signer = signed.signer();
            evidence.add(new Evidence(Proof.openPgp(signer.fingerprint()), signer.key(), signer.until()));
        }
        if (checksum.cosignBundle() != null) {
            byte[] bundle = bundles.bytes(checksum.cosignBundle(), retry, deadline);
            try {
                evidence.add(evidence(cosign.file(file, bundle)));
            } catch (RefusedProofException e) {
                throw refused(checksum.cosignBundle(), "the sums file " + checksum.sums(), e);
            }
        }
        return new Sums(content, evidence);
    }

    private OpenPgp.Signed signed(
            SourceUri address, byte[] file, OpenPgpSignature signature, RetryPolicy retry, Deadline deadline) {
        try {
            if (signature.url() == null) {
                return openPgp.clearSigned(file, signature.signedBy());
            }
            byte[] detached = signatures.bytes(signature.url(), retry, deadline);
            return openPgp.detached(file, detached, signature.signedBy());
        } catch (RefusedProofException e) {
            String what = signature.url() == null ? "of " : signature.url() + " of ";
            throw refused(
                    "the signature " + what + "the sums file " + address,
                    "and at the keys in darkroom.verify.openpgp-keys",
                    e);
        }
    }

    private static FailureException refused(SourceUri bundle, String of, RefusedProofException why) {
        return refused(
                "the bundle " + bundle + " of " + of,
                "at darkroom.verify.cosign-trusted-root and darkroom.verify.cosign-identities",
                why);
    }

    /** What may be good once a clock that is behind has been put right is no failure for good. */
    private static FailureException refused(String what, String lookAt, RefusedProofException why) {
        return new FailureException(
                why.early() ? FailureCode.INTERNAL_ERROR : FailureCode.SIGNATURE_INVALID,
                what + " is not relied on: " + why.getMessage() + "; "
                        + (why.early() ? "it is tried again later" : "look at it, " + lookAt),
                why);
    }

    private static Evidence evidence(Cosign.Signed signed) {
        return new Evidence(signed.proof(), signed.root(), null);
    }
}
