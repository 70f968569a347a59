package dev.darkroom.events;

import java.util.List;
import java.util.Locale;

/**
 * Where the OpenPGP signature of a sums file is, and who must have made it.
 *
 * @param url      of a detached signature; null when the sums file itself is a clear-signed message
 * @param signedBy fingerprints of which one must be the signer's; empty when any key will do that the operator has pinned
 */
public record OpenPgpSignature(SourceUri url, List<String> signedBy) {
    /** What is said in place of a URL where the sums file itself is a signed message. */
    public static final String CLEARSIGNED = "clearsigned";

    static final String FINGERPRINT = "[0-9A-F]{40}(?:[0-9A-F]{24})?";

    public OpenPgpSignature {
        signedBy = Fields.sorted("signed_by", signedBy);
        signedBy.forEach(each -> requireFingerprint("signed_by", each));
    }

    /** Where the signature is, as catalogues say it; without what may be a secret. */
    public String place() {
        return url == null ? CLEARSIGNED : url.toString();
    }

    /** Reads a fingerprint as people write it: with or without spaces, in any case. @throws IllegalArgumentException */
    public static String fingerprint(String field, String text) {
        String bare = text.replace(" ", "").toUpperCase(Locale.ROOT);
        requireFingerprint(field, bare);
        return bare;
    }

    private static void requireFingerprint(String field, String text) {
        if (!text.matches(FINGERPRINT)) {
            throw new IllegalArgumentException(field
                    + " must be fingerprints of 40 (or 64) hex digits, all of them, but is " + UrlSecrets.quote(text));
        }
    }
}
