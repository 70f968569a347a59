package dev.darkroom.upload;

import dev.darkroom.events.Demand;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.Proof;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Staging;
import io.micrometer.core.instrument.Counter;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/** Makes an image ready at one target: publishes its bytes, or repairs its metadata. */
public final class UploadImage {
    private static final Logger LOG = Logger.getLogger(UploadImage.class);

    private final Demand demand;
    private final Staging staging;
    private final Progress progress;
    private final Counter uploaded;
    private final Counter skipped;

    /**
     * @param demand   what must prove every image that is published
     * @param uploaded counts bytes that were published
     * @param skipped  counts images that were ready already
     */
    public UploadImage(Demand demand, Staging staging, Progress progress, Counter uploaded, Counter skipped) {
        this.demand = demand;
        this.staging = staging;
        this.progress = progress;
        this.uploaded = uploaded;
        this.skipped = skipped;
    }

    /** @throws FailureException saying why it cannot be published there; staged bytes that are not as they were are swept */
    public ImageReady upload(ImageConverted event, Target target) {
        requireProved(event);
        var artifact = new Artifact(staging, event);
        try {
            return said(target.publish(event, artifact, progress));
        } catch (FailureException e) {
            if (e.code() == FailureCode.STAGED_BYTES_MISSING && artifact.isLeft()) {
                sweep(event.key(), e); // What is left of them would be taken for them again.
            }
            throw e;
        }
    }

    /** Another stage may hold the key as well; what it makes meanwhile keeps the directory, and the reason counts. */
    private void sweep(ImageKey key, FailureException reason) {
        try {
            staging.sweep(key);
        } catch (UncheckedIOException left) {
            reason.addSuppressed(left);
        }
    }

    /** It was verified as was demanded when it was fetched: it may have waited since then, and more be demanded today. */
    private void requireProved(ImageConverted event) {
        if (!demand.isMetBy(event.verified())) {
            String proofs = event.verified().isEmpty() ? "nothing" : Proof.join(event.verified());
            throw demand.unmet(
                    event.spec().sourceUrl(),
                    "was verified by " + proofs
                            + " when it was fetched: try the image again; what its catalogue lacks is said then");
        }
    }

    /** @throws FailureException saying why it cannot be repaired there */
    public ImageReady repair(ImageRequested request, ImageId id, Target target) {
        return said(target.repair(request, id));
    }

    private ImageReady said(ImageReady ready) {
        switch (ready.outcome()) {
            case UPLOADED -> {
                LOG.infof("upload %s: published at %s as %s", ready.key(), ready.target(), ready.imageId());
                uploaded.increment(ready.size());
            }
            case UPDATED ->
                LOG.infof("upload %s: metadata repaired at %s, %s", ready.key(), ready.target(), ready.imageId());
            case SKIPPED -> {
                LOG.infof("upload %s: ready at %s already, nothing to upload", ready.key(), ready.target());
                skipped.increment();
            }
        }
        return ready;
    }
}
