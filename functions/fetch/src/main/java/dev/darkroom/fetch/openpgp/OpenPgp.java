package dev.darkroom.fetch.openpgp;

import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.proof.RefusedProofException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

    /**
     * Who made a signature, as far as it has to be judged again.
     *
     * @param fingerprint of the primary key
     * @param key         the fingerprint of the very key, which may be a subkey
     * @param until       when the signature expires; null when it does not
     */
    public record Signer(String fingerprint, String key, Instant until) {}

    /** What was signed, and by whom. */
    public record Signed(byte[] content, Signer signer) {}

    /** @throws FailureException when a pinned key cannot be read: then no signature will do */
    public void requireKeys() {
        PinnedKeys.read(places);
    }

    /**
     * Whether what this signer signed can be relied on today: the very key is pinned, and neither it nor the signature has
     * expired or was revoked.
     *
     * @throws FailureException when the files of keys cannot be read now: that says nothing of the key
     */
    public boolean trusts(Signer signer) {
        return new JudgeSignature(PinnedKeys.read(places), List.of(), Set.of(), clock).stillHolds(signer);
    }

    /**
     * Verifies a clear-signed message.
     *
     * @param signedBy fingerprints of which one must be the signer's; empty when any pinned key will do
     * @return what stands inside the signed block
     * @throws FailureException when the files of keys cannot be read now; they may be later
     */
    public Signed clearSigned(byte[] file, Collection<String> signedBy) throws RefusedProofException {
        ClearSigned message = ClearSigned.read(file);
        return verify(message.text(), message.signature(), signedBy, Set.of(PGPSignature.CANONICAL_TEXT_DOCUMENT));
    }

    /** Verifies a detached signature, armored or not, of a whole file. */
    public Signed detached(byte[] file, byte[] signature, Collection<String> signedBy) throws RefusedProofException {
        return verify(
                file, signature, signedBy, Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT));
    }

    private Signed verify(byte[] content, byte[] signature, Collection<String> signedBy, Set<Integer> types)
            throws RefusedProofException {
        List<PGPSignature> signatures = SignaturePackets.read(Armor.remove(signature));
        PinnedKeys keys = PinnedKeys.read(places);
        if (keys.isEmpty()) {
            throw new RefusedProofException("no key is pinned here that could have made it");
        }
        var judge = new JudgeSignature(keys, signedBy, types, clock);
        var reasons = new ArrayList<RefusedProofException>();
        // One that holds is enough: while publishers change keys, old and new sign side by side.
        for (PGPSignature each : signatures) {
            try {
                return new Signed(content, judge.judge(each, content));
            } catch (RefusedProofException e) {
                reasons.add(e);
            }
        }
        throw RefusedProofException.ofAll(reasons);
    }
}
