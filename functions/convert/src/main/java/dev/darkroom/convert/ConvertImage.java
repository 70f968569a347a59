package dev.darkroom.convert;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.StagedFile;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.StagedName;
import dev.darkroom.staging.Staging;
import dev.darkroom.staging.Staging.Purpose;
import dev.darkroom.staging.Staging.Reservation;
import io.micrometer.core.instrument.Counter;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Stages an image in a wanted format: makes sure that it is what it is taken for, reserves the space, converts, looks at
 * what came out, and publishes it. The format that the source has already is passed on as it is; what is staged already is
 * not made again.
 *
 * <p>Where there is not enough space it waits for what other images give back, fails when that does not come, and is asked for
 * again.
 */
public final class ConvertImage {
    private static final Logger LOG = Logger.getLogger(ConvertImage.class);

    private static final long SMALL = 64L << 20;

    private final Staging staging;
    private final QemuImg qemuImg;
    private final Agreement agreement;
    private final Progress progress;
    private final Counter skipped;

    /** @param skipped counts images that were staged already */
    ConvertImage(Staging staging, QemuImg qemuImg, Agreement agreement, Progress progress, Counter skipped) {
        this.staging = staging;
        this.qemuImg = qemuImg;
        this.agreement = agreement;
        this.progress = progress;
        this.skipped = skipped;
    }

    /** Why qemu-img did not start when it was last needed; empty when it did. */
    public Optional<String> problem() {
        return qemuImg.problem();
    }

    /** @throws FailureException saying why the image cannot be staged in this format */
    public ImageConverted convert(ImageFetched image, DiskFormat wanted) {
        return new ImageConverted(
                image.key(),
                image.spec(),
                staged(image, wanted),
                image.sourceSha256(),
                image.verified(),
                image.virtualSize(),
                image.attempt());
    }

    private StagedFile staged(ImageFetched image, DiskFormat wanted) {
        try {
            return artifact(image, wanted);
        } catch (NotStartedException e) {
            throw new FailureException(FailureCode.INTERNAL_ERROR, e.getMessage() + ": " + ChooseSandbox.INSTALL, e);
        }
    }

    private StagedFile artifact(ImageFetched image, DiskFormat wanted) {
        String name = StagedName.artifact(image.sourceSha256(), wanted);
        if (staging.find(image.key(), name).isPresent()) {
            LOG.infof("convert %s: staged as %s already, nothing to convert", image.key(), wanted);
            skipped.increment();
            return staging.publish(image.key(), name, wanted, null);
        }
        var workspace = Workspace.prepare(
                staging.workFile(image.key(), "convert." + wanted.label()),
                staging.open(image.source(), image.sourceSha256()));
        try {
            agreement.requireOfSource(workspace, image.source(), image.virtualSize());
            if (image.source().format() == wanted) {
                return image.source();
            }
            convert(image, wanted, workspace);
            return staging.publish(image.key(), workspace.output(), name, wanted, null);
        } finally {
            workspace.remove();
        }
    }

    private void convert(ImageFetched image, DiskFormat wanted, Workspace workspace) {
        DiskFormat format = image.source().format();
        if (format == DiskFormat.ISO || wanted == DiskFormat.ISO) {
            throw new FailureException(
                    FailureCode.CONVERSION_FAILED,
                    "an ISO image is never converted, and nothing is converted to one: the source is " + format
                            + " and the target wants " + wanted);
        }
        long size = image.virtualSize();
        long needed = needed(workspace, format, wanted, size);
        String activity = "converting to " + wanted;
        try (Reservation space = staging.reserve(image.key(), workspace.output(), needed, Purpose.CONVERSION)) {
            var growth = new Growth(wanted, workspace, space, needed);
            progress.at(image.key(), activity, 0, size);
            qemuImg.convert(workspace, format, wanted, size, share -> {
                growth.at(share);
                progress.at(image.key(), activity, (long) (share * size), size);
            });
            agreement.requireOfOutput(workspace, wanted, size);
        }
    }

    /** Asking qemu-img is worth its while only for what could be much smaller than it can become. */
    private long needed(Workspace workspace, DiskFormat format, DiskFormat wanted, long size) {
        long most = wanted == DiskFormat.RAW ? size : LimitRules.largestOutput(size);
        return most <= SMALL ? most : Math.min(qemuImg.measure(workspace, format, size), most);
    }
}
