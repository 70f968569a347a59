package dev.darkroom.registry.testing;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.StagedFile;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import java.util.List;

/** Events as the other functions would say them. */
public final class Said {
    public static final List<Proof> VERIFIED = List.of(Proof.checksum(Digest.Algorithm.SHA256));

    private Said() {}

    public static TargetAnnounced target(String name, DiskFormat wants) {
        return new TargetAnnounced(
                new TargetName(name), "glance", wants, "https://glance.example.org", "p1", null, null, null);
    }

    public static TargetAnnounced broken(TargetAnnounced target, FailureCode code) {
        return target.with(new TargetAnnounced.Problem(code, "the target says no"));
    }

    public static ImageFetched fetched(String key, ImageSpec spec, int attempt, DiskFormat... formats) {
        var source = new StagedFile("a".repeat(64) + "/source", spec.sourceDiskFormat(), 1000, null);
        return new ImageFetched(
                new ImageKey(key), spec, List.of(formats), source, Samples.SHA256, VERIFIED, 4096, attempt);
    }

    public static ImageConverted converted(String key, ImageSpec spec, int attempt, DiskFormat format) {
        var artifact = new StagedFile("a".repeat(64) + "/" + format, format, 2000, Samples.SHA512);
        return new ImageConverted(new ImageKey(key), spec, artifact, Samples.SHA256, VERIFIED, 4096, attempt);
    }

    public static ImageReady ready(String key, String target, ImageSpec spec) {
        return ready(key, target, spec, 0);
    }

    public static ImageReady ready(String key, String target, ImageSpec spec, int generation) {
        return ready(key, target, spec, generation, Samples.SHA256, VERIFIED);
    }

    /** It was made of the source that {@link #fetched} stages, and this is what its target says that was verified by. */
    public static ImageReady verified(String key, String target, ImageSpec spec, Proof... proofs) {
        return ready(key, target, spec, 0, Samples.SHA256, List.of(proofs));
    }

    /** It was made of another source. */
    public static ImageReady madeOf(Digest source, String key, String target, ImageSpec spec) {
        return ready(key, target, spec, 0, source, VERIFIED);
    }

    private static ImageReady ready(
            String key, String target, ImageSpec spec, int generation, Digest source, List<Proof> proofs) {
        var imageKey = new ImageKey(key);
        return new ImageReady(
                imageKey,
                new TargetName(target),
                ImageId.of(imageKey, generation),
                generation,
                spec.name(),
                DiskFormat.RAW,
                2000,
                Samples.SHA512,
                spec.sourceUrl().toString(),
                source,
                proofs,
                spec.presentation(),
                ImageReady.Outcome.UPLOADED);
    }

    /** Everything that waits for the image is affected. */
    public static ImageFailed failed(String key, FailureCode code, int attempt) {
        return failed(key, "fetch", null, null, code, attempt, null);
    }

    public static ImageFailed failedAt(String key, String target, FailureCode code, int attempt) {
        return failed(key, "upload", target, null, code, attempt, null);
    }

    public static ImageFailed failed(
            String key,
            String stage,
            String target,
            DiskFormat format,
            FailureCode code,
            int attempt,
            Long retryAfterSeconds) {
        return new ImageFailed(
                new ImageKey(key),
                stage,
                target == null ? null : new TargetName(target),
                format,
                code,
                code.meaning(),
                retryAfterSeconds,
                attempt);
    }
}
