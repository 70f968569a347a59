package dev.darkroom.fetch.openpgp;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * Verifies signed files against the pinned keys. Keys are read each time, so that one that was added, revoked or taken away
 * counts from then on.
 */
public final class OpenPgp {
    private final List<Path> places;
    private final Clock clock;

    /** @param places files of keys, and directories of them */
    public OpenPgp(List<Path> places, Clock clock) {
        this.places = List.copyOf(places);
        this.clock = clock;
    }

    /** What was signed, and the fingerprint of the primary key of whoever signed it. */
    public record Signed(byte[] content, String signer) {}

    /** @throws RefusedSignatureException when a pinned key cannot be read: then no signature will do */
    public void requireKeys() throws RefusedSignatureException {
        try {
            PinnedKeys.read(places);
        } catch (UncheckedIOException e) {
            throw new RefusedSignatureException(e.getMessage(), e);
        }
    }

    /**
     * Whether the key with this fingerprint is pinned and can be used today.
     *
     * @throws UncheckedIOException when the files of keys cannot be read now: that says nothing of the key
     */
    public boolean trusts(String fingerprint) {
        try {
            Date now = Date.from(clock.instant());
            return PinnedKeys.read(places).holds(HexFormat.of().parseHex(fingerprint), now);
        } catch (RefusedSignatureException unreadable) {
            return false; // Who asks verifies anew, and is told why.
        }
    }

    /**
     * Verifies a clear-signed message.
     *
     * @param signedBy fingerprints of which one must be the signer's; empty when any pinned key will do
     * @return what stands inside the signed block
     */
    public Signed clearSigned(byte[] file, Collection<String> signedBy) throws RefusedSignatureException {
        ClearSigned message = ClearSigned.read(file);
        return verify(message.text(), message.signature(), signedBy, Set.of(PGPSignature.CANONICAL_TEXT_DOCUMENT));
    }

    /** Verifies a detached signature, armored or not, of a whole file. */
    public Signed detached(byte[] file, byte[] signature, Collection<String> signedBy)
            throws RefusedSignatureException {
        return verify(
                file, signature, signedBy, Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT));
    }

    private Signed verify(byte[] content, byte[] signature, Collection<String> signedBy, Set<Integer> types)
            throws RefusedSignatureException {
        List<PGPSignature> signatures = SignaturePackets.read(Armor.remove(signature));
        PinnedKeys keys = PinnedKeys.read(places);
        if (keys.isEmpty()) {
            throw new RefusedSignatureException("no key is pinned here that could have made it");
        }
        var judge = new JudgeSignature(keys, signedBy, types, clock);
        RefusedSignatureException why = null;
        // One that holds is enough: while publishers change keys, old and new sign side by side.
        for (PGPSignature each : signatures) {
            try {
                return new Signed(content, judge.judge(each, content));
            } catch (RefusedSignatureException e) {
                why = e;
            }
        }
        throw why;
    }
}
