package dev.darkroom.fetch.cosign;

import dev.darkroom.events.Proof;
import dev.darkroom.events.Texts;
import dev.darkroom.fetch.proof.RefusedProofException;
import dev.sigstore.KeylessVerificationException;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.Bundle.MessageDigest;
import dev.sigstore.bundle.Bundle.MessageSignature;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorParseException;
import dev.sigstore.timestamp.client.ImmutableTimestampResponse;
import dev.sigstore.timestamp.client.TimestampException;
import dev.sigstore.trustroot.TransparencyLog;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Judges one bundle: whether it signs this hash, who made it and when, and whether a log proves it.
 *
 * <p>The library judges most of it. It does not look at when a signature was made, as long as there is something that says it;
 * at more than the first of several log entries; or at what a certificate is for. That is judged here.
 */
final class JudgeBundle {
    /** RFC 5280, section 4.2.1.12. */
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    private final TrustedRoot root;
    private final List<Identity> identities;
    private final Clock clock;
    private final Bundle bundle;

    JudgeBundle(TrustedRoot root, List<Identity> identities, Clock clock, byte[] file) throws RefusedProofException {
        this.root = root;
        this.identities = identities;
        this.clock = clock;
        this.bundle = BundleFile.read(file);
    }

    /** The hash that the bundle says it signs, before that is known to be so. */
    byte[] named() throws RefusedProofException {
        return digest().map(MessageDigest::getDigest)
                .orElseThrow(() -> new RefusedProofException("it does not say of what hash it is (messageDigest)"));
    }

    Cosign.Signed judge(byte[] sha256) throws RefusedProofException {
        if (digest().isPresent() && !Arrays.equals(named(), sha256)) {
            throw new RefusedProofException(
                    "it signs other bytes: those of sha256 " + HexFormat.of().formatHex(named()) + ", not of "
                            + HexFormat.of().formatHex(sha256));
        }
        RekorEntry entry = bundle.getEntries().getFirst();
        var certificate =
                (X509Certificate) bundle.getCertPath().getCertificates().getFirst();
        try {
            root.verify(sha256, bundle);
            TransparencyLog log = root.log(entry);
            requireCodeSigning(certificate);
            requireConsistent(entry);
            Signer signer = signer(certificate);
            requireTrusted(signer);
            requireTimes(entry, certificate, log);
            String place = log.getBaseUrl().getHost() + "/" + place(entry);
            return new Cosign.Signed(sha256, Proof.cosign(signer.subject(), signer.issuer(), place), root.hash());
        } catch (KeylessVerificationException e) {
            throw new RefusedProofException(BundleFile.reason(e), e);
        } catch (TimestampException | CertificateException | RekorParseException | RuntimeException e) {
            throw new RefusedProofException("it is malformed, or of a kind that is not relied on", e);
        }
    }

    /** The index that the log vouches for: where it signed no promise, only its proof says one. */
    private static long place(RekorEntry entry) {
        RekorEntry.Verification verification = entry.getVerification();
        return verification.getSignedEntryTimestamp() == null
                ? verification.getInclusionProof().getLogIndex()
                : entry.getLogIndex();
    }

    private Optional<MessageDigest> digest() {
        return bundle.getMessageSignature().flatMap(MessageSignature::getMessageDigest);
    }

    /** Who signed, and who says so. */
    private record Signer(String subject, String issuer) {}

    /** The library reads both, for a matcher that takes any. */
    private static Signer signer(X509Certificate certificate) throws RefusedProofException {
        var subject = new AtomicReference<String>();
        var issuer = new AtomicReference<String>();
        try {
            CertificateMatcher.fulcio()
                    .subjectAlternativeName(name -> subject.compareAndSet(null, name))
                    .issuer(name -> issuer.compareAndSet(null, name))
                    .build()
                    .test(certificate);
        } catch (RuntimeException e) {
            throw new RefusedProofException("its certificate does not name one subject and its issuer", e);
        }
        return new Signer(subject.get(), issuer.get());
    }

    private static void requireCodeSigning(X509Certificate certificate)
            throws RefusedProofException, CertificateException {
        List<String> uses = certificate.getExtendedKeyUsage();
        if (uses == null || !uses.contains(CODE_SIGNING)) {
            throw new RefusedProofException("its certificate is not one for signing code");
        }
    }

    /** What the log signed is the root of a tree of this size, in which the entry has a place. */
    private static void requireConsistent(RekorEntry entry) throws RefusedProofException, RekorParseException {
        RekorEntry.InclusionProof proof = entry.getVerification().getInclusionProof();
        long size = proof.parsedCheckpoint().getSize();
        if (proof.getTreeSize() != size || proof.getLogIndex() < 0 || proof.getLogIndex() >= size) {
            throw new RefusedProofException("its proof is of a log with other entries: of entry " + proof.getLogIndex()
                    + " among " + proof.getTreeSize() + ", and the log's checkpoint is of " + size);
        }
    }

    /** Each time that somebody trusted vouches for must fit: the log's, and those of time-stamping authorities. */
    private void requireTimes(RekorEntry entry, X509Certificate certificate, TransparencyLog log)
            throws RefusedProofException, TimestampException {
        var times = new ArrayList<Instant>();
        if (entry.getVerification().getSignedEntryTimestamp() != null) {
            times.add(entry.getIntegratedTimeInstant());
        }
        for (Bundle.Timestamp stamp : bundle.getTimestamps()) {
            times.add(ImmutableTimestampResponse.builder()
                    .encoded(stamp.getRfc3161Timestamp())
                    .build()
                    .getGenTime()
                    .toInstant());
        }
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        for (Instant time : times) {
            if (time.isBefore(begin) || time.isAfter(end)) {
                throw new RefusedProofException(
                        "it was made at " + time + ", and its certificate is good from " + begin + " to " + end);
            }
            if (!log.getPublicKey().getValidFor().contains(time)) {
                throw new RefusedProofException(
                        "it was made at " + time + ", when the log " + log.getBaseUrl() + " is not trusted");
            }
        }
        if (times.isEmpty()) {
            throw new RefusedProofException("nobody but its signer says when it was made");
        }
        RefusedProofException.requireMade(Collections.max(times), clock.instant());
    }

    private void requireTrusted(Signer signer) throws RefusedProofException {
        if (identities.stream().noneMatch(each -> each.is(signer.issuer(), signer.subject()))) {
            throw new RefusedProofException("it was made by " + Texts.quote(signer.subject()) + " of "
                    + Texts.quote(signer.issuer()) + ", who is not among the trusted identities");
        }
    }
}
