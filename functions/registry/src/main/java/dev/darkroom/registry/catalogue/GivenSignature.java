package dev.darkroom.registry.catalogue;

import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Tree.Items;
import java.util.List;

/**
 * The fields {@code checksum_signature} and {@code checksum_signed_by}: where the signature of a sums file is, and who must
 * have made it.
 *
 * @param url of a detached signature; null when the sums file itself is a clear-signed message
 */
record GivenSignature(SourceUri url) {
    private static final int LONGEST = 2048;
    private static final int LONGEST_FINGERPRINT = 128;
    private static final int MOST = 16;

    static GivenSignature read(String field, Tree tree) {
        String text = Rules.text(field, tree, LONGEST);
        if (text.equals(OpenPgpSignature.CLEARSIGNED)) {
            return new GivenSignature(null);
        }
        if (!text.contains(":")) {
            throw new IllegalArgumentException(field + " must be the URL of a detached signature, or "
                    + OpenPgpSignature.CLEARSIGNED
                    + " where the sums file is a signed message, but is " + UrlSecrets.quote(text));
        }
        return new GivenSignature(SourceUri.parse(text));
    }

    /** One fingerprint or a list of them. */
    static List<String> signers(String field, Tree tree) {
        List<Tree> given = tree instanceof Items list ? list.items() : List.of(tree);
        if (given.isEmpty() || given.size() > MOST) {
            throw new IllegalArgumentException(
                    field + " must be 1 to " + MOST + " fingerprints but is " + given.size());
        }
        return given.stream()
                .map(each -> OpenPgpSignature.fingerprint(field, Rules.text(field, each, LONGEST_FINGERPRINT)))
                .toList();
    }
}
