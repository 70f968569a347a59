package dev.darkroom.fetch.verify;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.fetch.origin.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the hashes that a source must have: those of the catalogue, of the sums file that it names, and of the bundle. Where
 * something must be signed, nothing of it is read that is not.
 */
public final class ExpectedDigests {
    private final Signatures signatures;
    private final Demands demands;

    /**
     * All of the digests must match.
     *
     * @param digests  of the bytes as downloaded; empty when the catalogue gives none
     * @param unpacked of the bytes after decompression; null when the catalogue does not give it
     * @param evidence what the source is verified by once they do
     */
    public record Expected(List<Digest> digests, Digest unpacked, List<Evidence> evidence) {
        /** Whether the bytes as downloaded are proven. */
        public boolean isStrong() {
            return ExpectedDigests.isStrong(digests);
        }
    }

    public ExpectedDigests(Signatures signatures, Demands demands) {
        this.signatures = signatures;
        this.demands = demands;
    }

    /** @throws FailureException when they cannot be had, are not signed as they must be, or prove less than is demanded */
    public Expected of(SourceUri source, Checksum checksum, RetryPolicy retry, Deadline deadline) {
        demands.requireNamed(source, checksum);
        var digests = new ArrayList<>(checksum.digests());
        var evidence = new TreeSet<Evidence>();
        if (checksum.sums() != null) {
            Signatures.Sums file = signatures.sums(checksum, retry, deadline);
            evidence.addAll(file.evidence());
            digests.addAll(listed(source, checksum, file));
        } else if (checksum.cosignBundle() != null) {
            Signatures.SignedDigest signed = signatures.image(source, checksum.cosignBundle(), retry, deadline);
            requireSame(checksum, signed.digest());
            evidence.add(signed.evidence());
            digests.add(signed.digest());
        }
        digests.forEach(digest -> evidence.add(Evidence.of(Proof.checksum(digest.algorithm()))));
        if (checksum.unpacked() != null) {
            evidence.add(Evidence.of(Proof.checksum(checksum.unpacked().algorithm())));
        }
        demands.requireMet(source, proofs(evidence));
        return new Expected(digests, checksum.unpacked(), List.copyOf(evidence));
    }

    /** Whether what was verified by this once is so today. */
    public boolean holds(List<Evidence> evidence) {
        return demands.areMet(proofs(evidence))
                && evidence.stream().filter(each -> each.proof().isSignature()).allMatch(signatures::trusts);
    }

    private static List<Digest> listed(SourceUri source, Checksum checksum, Signatures.Sums file) {
        String text = new String(file.content(), StandardCharsets.UTF_8);
        String path = source.path();
        if (file.evidence().isEmpty()) {
            List<Digest> listed = SumsFile.read(checksum.sums(), text, path);
            boolean strong = isStrong(listed)
                    || isStrong(checksum.digests())
                    || checksum.unpacked() != null
                    || checksum.allowWeak();
            return requireStrong(strong, checksum, listed, ", or set checksum_allow_weak: true");
        }
        List<Digest> listed = SumsFile.readNamed(checksum.sums(), text, path);
        // It must be strong itself: an unsigned sha256 beside a signed md5 is an unsigned one.
        return requireStrong(isStrong(listed), checksum, listed, "");
    }

    private static boolean isStrong(List<Digest> digests) {
        return digests.stream().anyMatch(digest -> digest.algorithm().strong());
    }

    private static List<Digest> requireStrong(boolean strong, Checksum checksum, List<Digest> listed, String orElse) {
        if (!strong) {
            throw new FailureException(
                    FailureCode.CHECKSUM_UNAVAILABLE,
                    "the sums file " + checksum.sums() + " gives only md5 or sha1, which prove nothing;"
                            + " give sha256 or sha512" + orElse);
        }
        return listed;
    }

    private static void requireSame(Checksum checksum, Digest signed) {
        for (Digest given : checksum.digests()) {
            if (given.algorithm() == signed.algorithm() && !given.equals(signed)) {
                throw new FailureException(
                        FailureCode.SIGNATURE_INVALID,
                        "the bundle " + checksum.cosignBundle() + " signs " + signed + ", and checksum is " + given
                                + ": one of the two is of another image");
            }
        }
    }

    private static List<Proof> proofs(Iterable<Evidence> evidence) {
        var proofs = new ArrayList<Proof>();
        evidence.forEach(each -> proofs.add(each.proof()));
        return proofs;
    }
}
