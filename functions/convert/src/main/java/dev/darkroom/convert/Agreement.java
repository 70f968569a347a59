package dev.darkroom.convert;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.StagedFile;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.inspect.Verdict;

/**
 * Everybody who reads an image must see the same disk: the event, our inspector and qemu-img before the conversion, our
 * inspector after it. An image that is one thing to one and another to the other is an attack (CVE-2024-40767).
 */
final class Agreement {
    private final InspectImage inspection;
    private final QemuImg qemuImg;

    Agreement(InspectImage inspection, QemuImg qemuImg) {
        this.inspection = inspection;
        this.qemuImg = qemuImg;
    }

    /** @throws FailureException {@code image-refused}, or what the inspector says, when somebody sees another disk */
    void requireOfSource(Workspace workspace, StagedFile source, long virtualSize) {
        switch (inspection.inspect(workspace.source(), source.format())) {
            case Verdict.Accepted accepted -> {
                if (accepted.virtualSize() != virtualSize) {
                    throw new FailureException(
                            FailureCode.IMAGE_REFUSED,
                            "the staged image has a virtual size of " + accepted.virtualSize()
                                    + " but was announced with " + virtualSize);
                }
            }
            case Verdict.Refused refused -> throw new FailureException(refused.code(), refused.reason());
        }
        qemuImg.info(workspace, source.format())
                .disagreement(source.format(), virtualSize)
                .ifPresent(how -> {
                    throw new FailureException(
                            FailureCode.IMAGE_REFUSED, "qemu-img sees another image than our inspector: " + how);
                });
    }

    /**
     * @throws FailureException {@code image-refused} when the disk itself looks like an image of another format, {@code
     *                          conversion-failed} when qemu-img made something else than it was asked for
     */
    void requireOfOutput(Workspace workspace, DiskFormat wanted, long virtualSize) {
        if (workspace.isGone()) {
            throw new FailureException(
                    FailureCode.STAGED_BYTES_MISSING,
                    "the work directory was deleted during the conversion; the image is asked for again");
        }
        if (!workspace.hasOutput()) {
            throw new FailureException(
                    FailureCode.CONVERSION_FAILED, "qemu-img says that it converted the image, but left no file");
        }
        switch (inspection.inspect(workspace.output(), wanted)) {
            case Verdict.Accepted accepted -> {
                if (accepted.virtualSize() != virtualSize) {
                    throw new FailureException(
                            FailureCode.CONVERSION_FAILED,
                            "qemu-img made a disk of " + accepted.virtualSize() + " bytes out of one of "
                                    + virtualSize);
                }
            }
            case Verdict.Refused refused ->
                throw new FailureException(
                        wanted == DiskFormat.RAW ? FailureCode.IMAGE_REFUSED : FailureCode.CONVERSION_FAILED,
                        "the image as " + wanted + " is not what it must be: " + refused.reason());
        }
    }
}
