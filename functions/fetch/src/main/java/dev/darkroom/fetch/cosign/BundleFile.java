package dev.darkroom.fetch.cosign;

import dev.darkroom.events.Texts;
import dev.darkroom.fetch.proof.RefusedProofException;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.bundle.BundleParseException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a bundle, which must be of today's form and hold just what is verified: a signature, a certificate, an entry. */
final class BundleFile {
    /** The same version, as it is spelled and as it was for a while. */
    private static final List<String> FORMS = List.of(
            "application/vnd.dev.sigstore.bundle.v0.3+json", "application/vnd.dev.sigstore.bundle+json;version=0.3");

    private static final String NEXT = "make it by cosign sign-blob --bundle with --new-bundle-format";

    private BundleFile() {}

    static Bundle read(byte[] file) throws RefusedProofException {
        Bundle bundle = parse(new String(file, StandardCharsets.UTF_8));
        if (!FORMS.contains(bundle.getMediaType())) {
            throw new RefusedProofException(
                    "it is of the older form " + Texts.quote(bundle.getMediaType()) + ": " + NEXT);
        }
        if (bundle.getMessageSignature().isEmpty()) {
            throw new RefusedProofException(
                    "it is an attestation (a DSSE envelope), no signature over the file itself: " + NEXT);
        }
        if (bundle.getEntries().size() != 1) {
            throw new RefusedProofException(
                    "it has " + bundle.getEntries().size() + " log entries, of which there must be one");
        }
        int certificates = bundle.getCertPath().getCertificates().size();
        if (certificates != 1) {
            throw new RefusedProofException("it has " + certificates + " certificates, of which there must be one");
        }
        return bundle;
    }

    private static Bundle parse(String text) throws RefusedProofException {
        try {
            return Bundle.from(new StringReader(text));
        } catch (BundleParseException | IllegalStateException e) {
            throw new RefusedProofException(
                    "it is no keyless Sigstore bundle with a log's proof (" + reason(e) + "): " + NEXT, e);
        } catch (RuntimeException e) {
            throw new RefusedProofException("it is malformed", e);
        }
    }

    /** What the library says, and why, on one line; the file's own words are in it. */
    static String reason(Throwable thrown) {
        var reasons = new ArrayList<String>();
        for (Throwable each = thrown; each != null && reasons.size() < 2; each = each.getCause()) {
            if (each.getMessage() != null) {
                each.getMessage().lines().findFirst().map(Texts::clean).ifPresent(reasons::add);
            }
        }
        return reasons.stream().distinct().collect(Collectors.joining(": "));
    }
}
