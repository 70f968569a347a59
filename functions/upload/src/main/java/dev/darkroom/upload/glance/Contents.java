package dev.darkroom.upload.glance;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Texts;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.openstack.RemoteImage;
import java.util.Arrays;

/** Compares what the service has stored with what is staged, by size and by the service's own hash. */
final class Contents {
    private final Artifact artifact;
    private final Digest sourceSha256;

    Contents(Artifact artifact, Digest sourceSha256) {
        this.artifact = artifact;
        this.sourceSha256 = sourceSha256;
    }

    /** Whether an image has the right bytes: it was verified when it was made, or its hash is that of the staged bytes. */
    boolean right(RemoteImage image) {
        return artifact.format().label().equals(image.diskFormat())
                && (Marks.provesSource(image, sourceSha256) || equal(image, artifact::digest));
    }

    /** Whether an image has exactly the bytes that were sent. */
    boolean sent(RemoteImage image, Digest sha512) {
        return equal(image, algorithm -> {
            if (algorithm == Algorithm.SHA512) {
                return sha512;
            }
            // Both hashes are of the file as it is now: that it is as it was staged is another question.
            artifact.requireIntact();
            return artifact.digest(algorithm);
        });
    }

    /** The hash of an image that {@link #right} has found to be right. */
    Digest sha512(RemoteImage image) {
        return algorithm(image) == Algorithm.SHA512
                ? new Digest(Algorithm.SHA512, image.hashValue())
                : artifact.digest(Algorithm.SHA512);
    }

    @FunctionalInterface
    private interface Hashing {
        Digest by(Algorithm algorithm);
    }

    private boolean equal(RemoteImage image, Hashing ours) {
        return image.size() != null
                && image.size() == artifact.size()
                && ours.by(algorithm(image)).hex().equals(image.hashValue());
    }

    private static Algorithm algorithm(RemoteImage image) {
        return Arrays.stream(Algorithm.values())
                .filter(algorithm -> algorithm.strong() && algorithm.label().equals(image.hashAlgorithm()))
                .findFirst()
                .orElseThrow(() -> new FailureException(
                        FailureCode.TARGET_REFUSED,
                        "the cloud hashes images by " + Texts.quote(image.hashAlgorithm())
                                + ", so they cannot be verified: its Glance needs hashing_algorithm = sha512; once it has,"
                                + " delete image " + image.id() + " there, which keeps the hash that it got"));
    }
}
