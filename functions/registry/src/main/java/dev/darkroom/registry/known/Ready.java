package dev.darkroom.registry.known;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.Proof;
import java.time.Instant;
import java.util.List;

/**
 * An image as it is at a target.
 *
 * @param imageId      its ID there
 * @param generation   which of the key's IDs that is
 * @param diskFormat   its format there
 * @param size         its size there, in bytes
 * @param sha512       the hash of its bytes there
 * @param source       the sha256 of the bytes that it was made of
 * @param verified     what its source was verified by when it came
 * @param presentation the hash of the metadata that it has there; null: nobody knows, see {@link Placement#doubted}
 * @param at           when that was heard
 */
public record Ready(
        ImageId imageId,
        int generation,
        DiskFormat diskFormat,
        long size,
        Digest sha512,
        Digest source,
        List<Proof> verified,
        Digest presentation,
        Instant at) {

    static Ready of(ImageReady event, Instant now) {
        return new Ready(
                event.imageId(),
                event.generation(),
                event.diskFormat(),
                event.size(),
                event.sha512(),
                event.sourceSha256(),
                event.verified(),
                event.presentation(),
                now);
    }

    /** The same, when it is not known any more what metadata it has, or whether it is there. */
    Ready unseen() {
        return new Ready(imageId, generation, diskFormat, size, sha512, source, verified, null, at);
    }

    boolean sameAs(Ready other) {
        return imageId.equals(other.imageId)
                && diskFormat == other.diskFormat
                && size == other.size
                && sha512.equals(other.sha512)
                && source.equals(other.source)
                && verified.equals(other.verified)
                && presentation.equals(other.presentation);
    }
}
