package dev.darkroom.fetch.cosign;

import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Proof;
import dev.darkroom.fetch.proof.RefusedProofException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Verifies signed files against the trusted roots and identities. The file of roots is read each time, so that one that was
 * replaced counts from then on.
 */
public final class Cosign {
    private final Path trustedRoot;
    private final List<Identity> identities;
    private final Clock clock;

    /**
     * @param trustedRoot a {@code trusted_root.json}; null when no bundle is relied on
     * @param identities  who may sign
     */
    public Cosign(Path trustedRoot, List<Identity> identities, Clock clock) {
        this.trustedRoot = trustedRoot;
        this.identities = List.copyOf(identities);
        this.clock = clock;
    }

    /**
     * Who signed what.
     *
     * @param sha256 of what is signed
     * @param root   the hash of the file of trusted roots that it was verified by
     */
    public record Signed(byte[] sha256, Proof proof, String root) {}

    /** @throws FailureException when the trusted roots cannot be read: then no bundle will do */
    public void requireRoot() {
        TrustedRoot.read(trustedRoot);
    }

    /**
     * Verifies a bundle that signs this file.
     *
     * @throws FailureException when the roots cannot be read now; they may be later
     */
    public Signed file(byte[] file, byte[] bundle) throws RefusedProofException {
        return judge(bundle).judge(Algorithm.SHA256.newHash().digest(file));
    }

    /** Verifies a bundle that signs whatever has the hash that it names; the hash is as good as the signer. */
    public Signed named(byte[] bundle) throws RefusedProofException {
        JudgeBundle judge = judge(bundle);
        return judge.judge(judge.named());
    }

    /**
     * Whether its subject may sign today, and a bundle that was verified by these roots would be so today.
     *
     * @throws FailureException when the roots cannot be read now: that says nothing of the bundle
     */
    public boolean trusts(Proof proof, String root) {
        return trustedRoot != null
                && identities.stream().anyMatch(each -> each.is(proof.issuer(), proof.subject()))
                && root.equals(TrustedRoot.read(trustedRoot).hash());
    }

    private JudgeBundle judge(byte[] bundle) throws RefusedProofException {
        if (trustedRoot == null) {
            throw new RefusedProofException("no root is trusted here by which it could be verified");
        }
        return new JudgeBundle(TrustedRoot.read(trustedRoot), identities, clock, bundle);
    }
}
