package dev.darkroom.fetch.openpgp;

import dev.darkroom.fetch.openpgp.OpenPgp.Signer;
import java.time.Clock;
import java.time.Duration;
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
    /** Clocks differ; a signature of the next hour is a mistake or a trick. */
    private static final Duration SKEW = Duration.ofMinutes(5);

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
    Signer judge(PGPSignature signature, byte[] signed) throws RefusedSignatureException {
        RefusedSignatureException refused = null;
        for (OpenPGPComponentKey key : keys.signers(signature.getKeyIdentifiers())) {
            try {
                return judge(signature, signed, key);
            } catch (RefusedSignatureException e) {
                refused = refused == null || (e.early() && !refused.early()) ? e : refused;
            }
        }
        throw refused != null
                ? refused
                : new RefusedSignatureException(
                        "it was made by the key " + issuer(signature) + ", which is not among the pinned ones");
    }

    private Signer judge(PGPSignature signature, byte[] signed, OpenPGPComponentKey key)
            throws RefusedSignatureException {
        OpenPGPCertificate certificate = key.getCertificate();
        String signer = fingerprint(certificate.getFingerprint());
        String own = fingerprint(key.getPGPPublicKey().getFingerprint());
        if (!signedBy.isEmpty() && !signedBy.contains(signer) && !signedBy.contains(own)) {
            throw new RefusedSignatureException(
                    "it was made by the key " + own + ", which is pinned but not in checksum_signed_by");
        }
        if (!types.contains(signature.getSignatureType())) {
            throw new RefusedSignatureException("it is of type 0x" + Integer.toHexString(signature.getSignatureType())
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
                throw new RefusedSignatureException("it is not a signature over this text: one of the two was changed");
            }
            requireMade(document);
            if (!document.isValidAt(now(), PinnedKeys.POLICY)) {
                throw new RefusedSignatureException("the key " + own + " could not be used for it");
            }
        } catch (PGPException | RuntimeException e) {
            throw new RefusedSignatureException("it is malformed, or of a kind that is not relied on", e);
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
        } catch (RefusedSignatureException unusable) {
            return false; // Who asks verifies anew, and is told why.
        }
    }

    private void requireTime(OpenPGPDocumentSignature document) throws RefusedSignatureException {
        PGPSignature signature = document.getSignature();
        if (signature.getVersion() < 4 || signature.getHashedSubPackets().getSignatureCreationTime() == null) {
            throw new RefusedSignatureException("it does not say when it was made, or is of an obsolete version");
        }
        Instant made = document.getCreationTime().toInstant();
        if (document.getIssuer().getCreationTime().toInstant().isAfter(made)) {
            throw new RefusedSignatureException("it was made at " + made + ", before its key");
        }
        Instant end = expiry(document);
        if (end != null && !clock.instant().isBefore(end)) {
            throw new RefusedSignatureException("it expired at " + end);
        }
    }

    /** Comes last: a clock that is behind excuses nothing else. */
    private void requireMade(OpenPGPDocumentSignature document) throws RefusedSignatureException {
        Instant made = document.getCreationTime().toInstant();
        Instant now = clock.instant();
        if (made.isAfter(now.plus(SKEW))) {
            throw RefusedSignatureException.early("it was made in the future, at", made, now);
        }
    }

    private static void requireStrong(PGPSignature signature, OpenPGPComponentKey key, String own)
            throws RefusedSignatureException {
        if (!PinnedKeys.POLICY.hasAcceptableDocumentSignatureHashAlgorithm(signature)) {
            throw new RefusedSignatureException("its hash algorithm (OpenPGP's number " + signature.getHashAlgorithm()
                    + ") is too weak, as md5, sha1 and ripemd160 are");
        }
        if (!PinnedKeys.POLICY.isAcceptablePublicKey(key.getPGPPublicKey())) {
            throw new RefusedSignatureException("the key " + own + " is too weak, or of an algorithm that is");
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
