package dev.darkroom.registry.known;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.Proof;
import java.util.Optional;

/** What a target has said to be ready, and is not proved as its catalogue demands. */
final class Unproved {
    private Unproved() {}

    /**
     * The failure that it is when the last request has been answered in full, and what is there is still not proved: of another
     * source than the one that is signed, or worked on by a function that knows of no signatures. To ask once more would bring
     * the same. Where an earlier version has asked, nobody has asked for a proof yet.
     */
    static Optional<ImageFailed> of(Dossier dossier, ImageReady event) {
        return isUnproved(dossier, event) ? Optional.of(failure(dossier, event)) : Optional.empty();
    }

    private static boolean isUnproved(Dossier dossier, ImageReady event) {
        Ready ready = dossier.placement(event.target()).ready();
        Tries tries = dossier.tries();
        Stages stages = dossier.stages();
        boolean asked = tries.asked() > 0 && tries.prompt() == null && stages.proved() != null;
        return asked
                && ready != null
                && !Standing.proved(dossier, ready)
                && stages.fetched() >= tries.latest()
                && stages.convertedTo(ready.diskFormat()) >= tries.latest();
    }

    private static ImageFailed failure(Dossier dossier, ImageReady event) {
        return new ImageFailed(
                dossier.key(),
                "upload",
                event.target(),
                event.diskFormat(),
                FailureCode.PROOF_MISSING,
                "image " + event.imageId() + " is not proved as its catalogue demands: it was made of "
                        + event.sourceSha256() + " and is verified by "
                        + (event.verified().isEmpty() ? "nothing" : Proof.join(event.verified()))
                        + "; use a new key, or functions that all are of this version",
                null,
                dossier.tries().latest());
    }
}
