package dev.darkroom.upload.glance;

import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageReady.Outcome;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Visibility;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.RemoteImage;

/** Gives an image whose bytes are right the metadata that it is to have, its visibility included. */
final class Presentation {
    private final TargetName target;
    private final ImageService service;
    private final ImageSpec spec;
    private final Metadata metadata;

    Presentation(TargetName target, ImageService service, ImageSpec spec) {
        this.target = target;
        this.service = service;
        this.spec = spec;
        this.metadata = new Metadata(spec);
    }

    Metadata metadata() {
        return metadata;
    }

    /** Sets in one request what the image lacks: it is never seen half-way. */
    ImageReady present(RemoteImage there, PublishedImage image, boolean uploaded) {
        Metadata.Change change = metadata.missing(there, image);
        if (!change.isEmpty()) {
            service.update(there, change.set(), change.remove());
        }
        if (spec.visibility() == Visibility.SHARED) {
            service.share(image.id(), spec.shareWith());
        }
        Outcome outcome = uploaded ? Outcome.UPLOADED : change.isEmpty() ? Outcome.SKIPPED : Outcome.UPDATED;
        return image.ready(target, spec, outcome);
    }
}
