package dev.darkroom.fetch.openpgp;

import dev.darkroom.fetch.openpgp.OpenPgp.Signer;
import dev.darkroom.fetch.proof.RefusedProofException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;

/**
 * Judges one signature over some bytes: whether a pinned key made it, may sign, can be used today, and signed these bytes.
 *
 * <p>Keys are judged as they are today. A key that was extended or whose binding was renewed after the signature counts; one
 * that has expired or was revoked since does not, whatever the reason: who still relies on it pins another.
 */
final class JudgeSignature {
    private final PinnedKeys keys;
    private final Collection<String> signedBy;
    private final Set<Integer> types;
    private final Clock clock;

    /**
     * @param signedBy fingerprints of keys, or of the primary keys that they belong to; empty: any pinned one
     * @param types    that a signature may have here
     */
    JudgeSignature(PinnedKeys keys, Collection<String> signedBy, Set<Integer> types, Clock clock) {
        this.keys = keys;
        this.signedBy = signedBy;
        this.types = types;
        this.clock = clock;
    }

    /** What a signature says of its signer may fit several keys, and one key may be in several certificates: one must do. */
    Signer judge(PGPSignature signature, byte[] signed) throws RefusedProofException {
        RefusedProofException refused = null;
        for (OpenPGPComponentKey key : keys.signers(signature.getKeyIdentifiers())) {
            try {
                return judge(signature, signed, key);
            } catch (RefusedProofException e) {
                refused = refused == null || (e.early() && !refused.early()) ? e : refused;
            }
        }
        throw refused != null
                ? refused
                : new RefusedProofException(
                        "it was made by the key " + issuer(signature) + ", which is not among the pinned ones");
    }

    private Signer judge(PGPSignature signature, byte[] signed, OpenPGPComponentKey key) throws RefusedProofException {
        OpenPGPCertificate certificate = key.getCertificate();
        String signer = fingerprint(certificate.getFingerprint());
        String own = fingerprint(key.getPGPPublicKey().getFingerprint());
        if (!signedBy.isEmpty() && !signedBy.contains(signer) && !signedBy.contains(own)) {
            throw new RefusedProofException(
                    "it was made by the key " + own + ", which is pinned but not in checksum_signed_by");
        }
        if (!types.contains(signature.getSignatureType())) {
            throw new RefusedProofException("it is of type 0x" + Integer.toHexString(signature.getSignatureType())
                    + ", which is not one over such a file");
        }
        Instant until;
        try {
            var document = new OpenPGPDocumentSignature(signature, key);
            requireTime(document);
            until = expiry(document);
            requireStrong(signature, key, own);
            new JudgeKey(now()).requireUsable(key, own);
            signature.init(new BcOpenPGPImplementation().pgpContentVerifierBuilderProvider(), key.getPGPPublicKey());
            signature.update(signed);
            if (!document.verify()) {
                throw new RefusedProofException("it is not a signature over this text: one of the two was changed");
            }
            RefusedProofException.requireMade(document.getCreationTime().toInstant(), clock.instant());
            if (!document.isValidAt(now(), PinnedKeys.POLICY)) {
                throw new RefusedProofException("the key " + own + " could not be used for it");
            }
        } catch (PGPException | RuntimeException e) {
            throw new RefusedProofException("it is malformed, or of a kind that is not relied on", e);
        }
        return new Signer(signer, own, until);
    }

    /** Whether a signature that was judged so would be so now, as keys are now. */
    boolean stillHolds(Signer signer) {
        return (signer.until() == null || clock.instant().isBefore(signer.until()))
                && keys.with(HexFormat.of().parseHex(signer.key())).stream()
                        .filter(key -> signer.fingerprint()
                                .equals(fingerprint(key.getCertificate().getFingerprint())))
                        .anyMatch(this::isUsable);
    }

    private boolean isUsable(OpenPGPComponentKey key) {
        try {
            new JudgeKey(now()).requireUsable(key, "");
            return true;
        } catch (RefusedProofException unusable) {
            return false; // Who asks verifies anew, and is told why.
        }
    }

    private void requireTime(OpenPGPDocumentSignature document) throws RefusedProofException {
        PGPSignature signature = document.getSignature();
        if (signature.getVersion() < 4 || signature.getHashedSubPackets().getSignatureCreationTime() == null) {
            throw new RefusedProofException("it does not say when it was made, or is of an obsolete version");
        }
        Instant made = document.getCreationTime().toInstant();
        if (document.getIssuer().getCreationTime().toInstant().isAfter(made)) {
            throw new RefusedProofException("it was made at " + made + ", before its key");
        }
        Instant end = expiry(document);
        if (end != null && !clock.instant().isBefore(end)) {
            throw new RefusedProofException("it expired at " + end);
        }
    }

    private static void requireStrong(PGPSignature signature, OpenPGPComponentKey key, String own)
            throws RefusedProofException {
        if (!PinnedKeys.POLICY.hasAcceptableDocumentSignatureHashAlgorithm(signature)) {
            throw new RefusedProofException("its hash algorithm (OpenPGP's number " + signature.getHashAlgorithm()
                    + ") is too weak, as md5, sha1 and ripemd160 are");
        }
        if (!PinnedKeys.POLICY.isAcceptablePublicKey(key.getPGPPublicKey())) {
            throw new RefusedProofException("the key " + own + " is too weak, or of an algorithm that is");
        }
    }

    private Date now() {
        return Date.from(clock.instant());
    }

    private static Instant expiry(OpenPGPDocumentSignature document) {
        Date end = document.getExpirationTime();
        return end == null ? null : end.toInstant();
    }

    private static String issuer(PGPSignature signature) {
        return signature.getKeyIdentifiers().stream()
                .map(KeyIdentifier::toPrettyPrint)
                .findFirst()
                .orElse("that it does not name");
    }

    private static String fingerprint(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
