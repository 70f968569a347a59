package dev.darkroom.registry.known;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.SourceUri;
import java.util.List;
import java.util.Optional;

/** What a checksum would take off the proof that another one has asked for, by field. To ask for more, or elsewhere, is none. */
record Loosening(String field, String before, String after) {
    private static final String NONE = "none";

    static Optional<Loosening> of(Checksum before, Checksum after) {
        OpenPgpSignature signature = before.signature();
        if (signature != null && after.signature() == null) {
            return Optional.of(new Loosening("checksum_signature", signature.place(), NONE));
        }
        List<String> signers = signature == null ? List.of() : signature.signedBy();
        if (!signers.isEmpty() && !narrows(signers, after.signature().signedBy())) {
            return Optional.of(new Loosening(
                    "checksum_signed_by", text(signers), text(after.signature().signedBy())));
        }
        SourceUri bundle = before.cosignBundle();
        if (bundle != null && after.cosignBundle() == null) {
            return Optional.of(new Loosening("cosign_bundle", bundle.toString(), NONE));
        }
        return after.allowWeak() && !before.allowWeak()
                ? Optional.of(new Loosening("checksum_allow_weak", "false", "true"))
                : Optional.empty();
    }

    private static boolean narrows(List<String> before, List<String> after) {
        return !after.isEmpty() && before.containsAll(after);
    }

    private static String text(List<String> signers) {
        return signers.isEmpty() ? NONE : String.join(", ", signers);
    }
}
