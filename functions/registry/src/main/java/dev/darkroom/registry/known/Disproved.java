package dev.darkroom.registry.known;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import java.util.Optional;

/** What a target has said to be ready, and is not what its catalogue means, or not proved as that demands. */
final class Disproved {
    private Disproved() {}

    /**
     * The failure that it is when it was made of another source than the catalogue names: of what that said before it was corrected,
     * when a request for it is worked on again though it has failed. That can be only where a row of tries has ended; before, an
     * image of another source is one of an earlier life of the registry, and its entry was refused then. What a target finds there
     * keeps the source that it was made of first, and so only what is sent tells; a source that differs in its query alone, in its
     * sums file or in its format, is not told.
     */
    static Optional<ImageFailed> ofOther(Dossier dossier, ImageReady event) {
        if (dossier.entry() == null
                || dossier.tries().firstAttempt() == 0
                || dossier.placement(event.target()).ready() != null
                || event.outcome() != ImageReady.Outcome.UPLOADED) {
            return Optional.empty();
        }
        ImageSpec spec = dossier.entry().spec();
        boolean same = event.sourceUrl().equals(spec.sourceUrl().toString())
                && spec.checksum().digests().stream()
                        .noneMatch(
                                each -> each.algorithm() == event.sourceSha256().algorithm()
                                        && !each.equals(event.sourceSha256()));
        return same
                ? Optional.empty()
                : Optional.of(failure(
                        dossier,
                        event,
                        FailureCode.IMAGE_CONFLICT,
                        "image " + event.imageId() + " was made of " + event.sourceUrl() + " (" + event.sourceSha256()
                                + "), as its catalogue said before it was corrected; delete that image, or use a new"
                                + " key"));
    }

    /**
     * The failure that it is when the last request has been answered in full, and what is there is still not proved: of another
     * source than the one that is signed, or worked on by a function that knows of no signatures. To ask once more would bring
     * the same.
     */
    static Optional<ImageFailed> unproved(Dossier dossier, ImageReady event) {
        return isUnproved(dossier, event)
                ? Optional.of(failure(
                        dossier,
                        event,
                        FailureCode.PROOF_MISSING,
                        "image " + event.imageId() + " is not proved as its catalogue demands: it was made of "
                                + event.sourceSha256() + " and is verified by "
                                + (event.verified().isEmpty() ? "nothing" : Proof.join(event.verified()))
                                + "; use a new key, or functions that all are of this version"))
                : Optional.empty();
    }

    private static boolean isUnproved(Dossier dossier, ImageReady event) {
        Ready ready = dossier.placement(event.target()).ready();
        Tries tries = dossier.tries();
        Stages stages = dossier.stages();
        boolean asked = tries.asked() > 0 && tries.promptSince() == null;
        return asked
                && ready != null
                && !Standing.proved(dossier, ready)
                && stages.fetched() >= tries.latest()
                && stages.convertedTo(ready.diskFormat()) >= tries.latest();
    }

    private static ImageFailed failure(Dossier dossier, ImageReady event, FailureCode code, String message) {
        return new ImageFailed(
                dossier.key(),
                "upload",
                event.target(),
                event.diskFormat(),
                code,
                message,
                null,
                dossier.tries().latest());
    }
}
