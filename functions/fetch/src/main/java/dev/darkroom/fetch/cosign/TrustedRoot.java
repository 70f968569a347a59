package dev.darkroom.fetch.cosign;

import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.staging.disk.SmallFile;
import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.VerificationOptions;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import dev.sigstore.trustroot.TransparencyLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

/** The authorities and logs that the operator trusts: those of one file, and no other, wherever else one may be found. */
final class TrustedRoot {
    /** That of the public instance has 7 KB. */
    private static final int LONGEST = 1 << 20;

    private final String hash;
    private final SigstoreTrustedRoot root;
    private final KeylessVerifier verifier;

    private TrustedRoot(String hash, SigstoreTrustedRoot root, KeylessVerifier verifier) {
        this.hash = hash;
        this.root = root;
        this.verifier = verifier;
    }

    /**
     * @throws FailureException when the file cannot be read now, or not as roots: somebody may be writing it, and it says
     *                          nothing of any bundle
     */
    static TrustedRoot read(Path file) {
        byte[] bytes = bytes(file);
        try {
            SigstoreTrustedRoot root = SigstoreTrustedRoot.from(new ByteArrayInputStream(bytes));
            if (root.getCAs().isEmpty()
                    || root.getTLogs().isEmpty()
                    || root.getCTLogs().isEmpty()) {
                throw unusable(
                        file,
                        "lacks certificateAuthorities, tlogs or ctlogs: make it by cosign trusted-root create",
                        null);
            }
            return new TrustedRoot(
                    Digest.sha256(bytes).hex(),
                    root,
                    KeylessVerifier.builder().trustedRootProvider(() -> root).build());
        } catch (FailureException lacking) {
            throw lacking;
        } catch (SigstoreConfigurationException | GeneralSecurityException | RuntimeException e) {
            throw unusable(file, "cannot be read as one", e);
        }
    }

    /** Of the file. */
    String hash() {
        return hash;
    }

    /** Judges all that the library judges: certificate, its log, signature, entry, proof, checkpoint and time stamps. */
    void verify(byte[] sha256, Bundle bundle) throws KeylessVerificationException {
        verifier.verify(sha256, bundle, VerificationOptions.empty());
    }

    /** The log of an entry that was verified. */
    TransparencyLog log(RekorEntry entry) {
        return TransparencyLog.find(root.getTLogs(), HexFormat.of().parseHex(entry.getLogID()))
                .orElseThrow();
    }

    private static FailureException unusable(Path file, String why, Exception cause) {
        return new FailureException(FailureCode.INTERNAL_ERROR, "the file of trusted roots " + file + " " + why, cause);
    }

    private static byte[] bytes(Path file) {
        try {
            return SmallFile.read(file, LONGEST)
                    .orElseThrow(() -> unusable(file, "has more than " + LONGEST + " bytes", null));
        } catch (IOException e) {
            throw unusable(file, "cannot be read", e);
        }
    }
}
