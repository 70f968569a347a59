package dev.darkroom.fetch.openpgp;

import dev.darkroom.fetch.proof.RefusedProofException;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPCertificateComponent;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentSignature;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPSignatureChain;

/** Judges whether a pinned key may sign, by all that its certificate says of it at one time. */
final class JudgeKey {
    private final Date now;

    JudgeKey(Date now) {
        this.now = now;
    }

    /** @param own the key's fingerprint, for people */
    void requireUsable(OpenPGPComponentKey key, String own) throws RefusedProofException {
        if (isRevoked(key.getCertificate())) {
            throw new RefusedProofException("the key " + own + " was revoked");
        }
        for (OpenPGPComponentKey each : List.of(key.getCertificate().getPrimaryKey(), key)) {
            if (!isBoundAt(each, now)) {
                Optional<Date> later = boundLater(key);
                if (later.isPresent()) {
                    throw RefusedProofException.early(
                            "the key " + own + " is to be used as of",
                            later.get().toInstant(),
                            now.toInstant());
                }
                throw new RefusedProofException("the key " + own + " " + unusable(each));
            }
        }
        if (!mayItselfSign(key)) {
            throw new RefusedProofException("the key " + own + " is not one for signing");
        }
    }

    /**
     * Whether a key says that it is no longer to be used, for whatever reason: whoever still has it could sign it anew, so
     * what it said later does not count.
     */
    private static boolean isRevoked(OpenPGPCertificate certificate) {
        return certificate.getPrimaryKey().getPGPPublicKey().hasRevocation();
    }

    /**
     * A subkey must be bound as one for signing. The library takes what a binding does not say from the primary key, and asks
     * only of those that are bound so whether they agree (RFC 9580, section 10.1.5): anybody may bind somebody else's key.
     */
    private boolean mayItselfSign(OpenPGPComponentKey key) {
        return key.isSigningKey(now) && (key.isPrimaryKey() || isBoundForSigning(key));
    }

    private boolean isBoundForSigning(OpenPGPComponentKey subkey) {
        var said = subkey.getCertification(now).getSignature().getHashedSubPackets();
        return said != null && (said.getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
    }

    private static boolean isBoundAt(OpenPGPComponentKey key, Date time) {
        return key.isBoundAt(time) && expiry(key, time).isEmpty();
    }

    /** When the key is bound by what is said of it already, where that lies ahead: it was made or extended since. */
    private Optional<Date> boundLater(OpenPGPComponentKey key) {
        OpenPGPComponentKey primary = key.getCertificate().getPrimaryKey();
        var times = new TreeSet<Date>();
        for (OpenPGPComponentKey each : List.of(primary, key)) {
            each.getPGPPublicKey().getSignatures().forEachRemaining(said -> times.add(said.getCreationTime()));
        }
        return times.tailSet(now, false).stream()
                .filter(time -> isBoundAt(primary, time) && isBoundAt(key, time))
                .findFirst();
    }

    private String unusable(OpenPGPComponentKey key) {
        if (key.getRevocation(now) != null) {
            return "was revoked";
        }
        return expiry(key, now)
                .map(end -> "expired at " + end.toInstant())
                .orElse("is not bound by a valid signature of its primary key");
    }

    /**
     * When a key has expired, if it has. The library asks one signature; but a primary key's end may stand in a direct-key
     * signature or in that of any user id, and what says nothing of it must not hide the one that does.
     */
    private static Optional<Date> expiry(OpenPGPComponentKey key, Date time) {
        Stream<OpenPGPCertificateComponent> statements = key.isPrimaryKey()
                ? Stream.concat(Stream.of(key), key.getCertificate().getIdentities().stream())
                : Stream.of(key);
        return statements
                .flatMap(each -> latest(each, time).stream())
                .map(OpenPGPComponentSignature::getKeyExpirationTime)
                .filter(Objects::nonNull)
                .filter(end -> end.before(time))
                .min(Comparator.naturalOrder());
    }

    /** What a certificate's owner has said last of a key or a user id, and be it a revocation: what was said before is over. */
    private static Optional<OpenPGPComponentSignature> latest(OpenPGPCertificateComponent of, Date time) {
        return StreamSupport.stream(of.getSignatureChains().spliterator(), false)
                .filter(chain -> chain.getSignature().getTargetComponent() == of && chain.isEffectiveAt(time))
                .sorted(Comparator.comparing(JudgeKey::said).reversed())
                .filter(chain -> isOwners(chain, of))
                .map(OpenPGPSignatureChain::getSignature)
                .findFirst();
    }

    private static Date said(OpenPGPSignatureChain chain) {
        return chain.getSignature().getCreationTime();
    }

    private static boolean isOwners(OpenPGPSignatureChain chain, OpenPGPCertificateComponent of) {
        try {
            return chain.getRootLinkIssuer() == of.getCertificate().getPrimaryKey() && chain.isValid();
        } catch (PGPSignatureException e) {
            return false;
        }
    }
}
