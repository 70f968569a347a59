package dev.darkroom.upload;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.TargetName;
import java.util.List;

/**
 * What never changes about an image at a target. Each target keeps it beside the bytes, so that the image can be known
 * again and its metadata repaired when nothing is staged any more.
 *
 * @param key          which image
 * @param id           its ID there
 * @param generation   which of the key's IDs that is
 * @param format       of its bytes there
 * @param size         their number
 * @param sha512       their hash
 * @param sourceUrl    where they came from, without secrets
 * @param sourceSha256 the hash of what was downloaded there
 * @param verified     what the bytes were verified by
 * @param virtualSize  the size of the disk that a machine sees, in bytes
 */
public record PublishedImage(
        ImageKey key,
        ImageId id,
        int generation,
        DiskFormat format,
        long size,
        Digest sha512,
        String sourceUrl,
        Digest sourceSha256,
        List<Proof> verified,
        long virtualSize) {
    private static final long GIB = 1L << 30;

    /** What {@code event} becomes under the ID of this generation. */
    public static PublishedImage of(ImageConverted event, int generation, long size, Digest sha512) {
        return new PublishedImage(
                event.key(),
                ImageId.of(event.key(), generation),
                generation,
                event.artifact().format(),
                size,
                sha512,
                event.spec().sourceUrl().toString(),
                event.sourceSha256(),
                event.verified(),
                event.virtualSize());
    }

    /** The same, with what its source has been verified by since: only when it is that very source. */
    public PublishedImage verifiedBy(ImageConverted event) {
        return event.sourceSha256().equals(sourceSha256)
                ? new PublishedImage(
                        key,
                        id,
                        generation,
                        format,
                        size,
                        sha512,
                        sourceUrl,
                        sourceSha256,
                        event.verified(),
                        virtualSize)
                : this;
    }

    /**
     * It can only be what the catalogue means if its source does not contradict the checksum that is given there.
     *
     * @throws FailureException {@code image-missing}
     */
    public void requireMeant(ImageSpec spec) {
        if (spec.checksum().digests().stream()
                .anyMatch(each -> each.algorithm() == sourceSha256.algorithm() && !each.equals(sourceSha256))) {
            throw new FailureException(
                    FailureCode.IMAGE_MISSING,
                    "image " + id + " was made from " + sourceSha256 + ", which is not the " + key
                            + " of the catalogue: that one is made, and compared with it");
        }
    }

    /** GiB of disk that a machine needs: what the catalogue says, else what its disk takes. */
    public int minDisk(ImageSpec spec) {
        return spec.minDisk() == null ? Math.toIntExact(Math.ceilDiv(virtualSize, GIB)) : spec.minDisk();
    }

    public ImageReady ready(TargetName target, ImageSpec spec, ImageReady.Outcome outcome) {
        return new ImageReady(
                key,
                target,
                id,
                generation,
                spec.name(),
                format,
                size,
                sha512,
                sourceUrl,
                sourceSha256,
                verified,
                spec.presentation(),
                outcome);
    }
}
