package dev.darkroom.fetch.openpgp;

import dev.darkroom.fetch.openpgp.OpenPgp.Signer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentSignature;
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

    Signer judge(PGPSignature signature, byte[] signed) throws RefusedSignatureException {
        OpenPGPComponentKey key = keys.signer(signature.getKeyIdentifiers())
                .orElseThrow(() -> new RefusedSignatureException(
                        "it was made by the key " + issuer(signature) + ", which is not among the pinned ones"));
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
            requireUsable(key, own);
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
            requireUsable(key, "");
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

    private void requireUsable(OpenPGPComponentKey key, String own) throws RefusedSignatureException {
        Date now = now();
        if (PinnedKeys.isRevoked(key.getCertificate())) {
            throw new RefusedSignatureException("the key " + own + " was revoked");
        }
        for (OpenPGPComponentKey each : List.of(key.getCertificate().getPrimaryKey(), key)) {
            if (!each.isBoundAt(now)) {
                Optional<Date> later = boundLater(key, now);
                if (later.isPresent()) {
                    throw RefusedSignatureException.early(
                            "the key " + own + " is to be used as of",
                            later.get().toInstant(),
                            now.toInstant());
                }
                throw new RefusedSignatureException("the key " + own + " " + unusable(each, now));
            }
        }
        if (!key.isSigningKey(now)) {
            throw new RefusedSignatureException("the key " + own + " is not one for signing");
        }
    }

    /** When the key is bound by what is said of it already, where that lies ahead: it was made or extended since. */
    private static Optional<Date> boundLater(OpenPGPComponentKey key, Date now) {
        OpenPGPComponentKey primary = key.getCertificate().getPrimaryKey();
        var times = new TreeSet<Date>();
        for (OpenPGPComponentKey each : List.of(primary, key)) {
            each.getPGPPublicKey().getSignatures().forEachRemaining(said -> times.add(said.getCreationTime()));
        }
        return times.tailSet(now, false).stream()
                .filter(time -> primary.isBoundAt(time) && key.isBoundAt(time))
                .findFirst();
    }

    private static String unusable(OpenPGPComponentKey key, Date now) {
        if (key.getRevocation(now) != null) {
            return "was revoked";
        }
        OpenPGPComponentSignature binding = key.getLatestSelfSignature(now);
        Date end = binding == null ? null : binding.getKeyExpirationTime();
        return end != null && end.before(now)
                ? "expired at " + end.toInstant()
                : "is not bound by a valid signature of its primary key";
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
