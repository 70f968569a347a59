package dev.darkroom.upload.testing;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.StagedFile;
import dev.darkroom.events.Visibility;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.StagedName;
import dev.darkroom.upload.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Images in a staging directory, converted and ready to be published. */
public final class Staged {
    /** What every staged image has been verified by. */
    public static final List<Proof> VERIFIED = List.of(Proof.checksum(Digest.Algorithm.SHA256));

    private final DirectoryStaging staging;

    public Staged(Path directory) {
        this.staging = new DirectoryStaging(directory, new ByteSize(0));
    }

    public DirectoryStaging staging() {
        return staging;
    }

    public Artifact artifact(ImageConverted event) {
        return new Artifact(staging, event);
    }

    /** The raw sample image with these bytes. */
    public ImageConverted raw(String key, ImageSpec spec, byte[] bytes) {
        return converted(key, spec, DiskFormat.RAW, bytes, Samples.SHA256);
    }

    public ImageConverted converted(String key, ImageSpec spec, DiskFormat format, byte[] bytes, Digest sourceSha256) {
        var imageKey = new ImageKey(key);
        String name = StagedName.artifact(sourceSha256, format);
        try {
            Files.write(staging.workFile(imageKey, name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StagedFile file = staging.publish(imageKey, name, format, null);
        return new ImageConverted(imageKey, spec, file, sourceSha256, VERIFIED, 3L << 30, 0);
    }

    /** An image whose file is of its size and fails whoever reads it: a directory lies in its place. */
    public ImageConverted unreadable(String key, ImageSpec spec) throws IOException {
        ImageConverted event = raw(key, spec, new byte[1]);
        Path file = artifact(event).path();
        Files.delete(file);
        return sized(event, Files.size(Files.createDirectory(file)));
    }

    /** The same image, its source verified by something else. */
    public static ImageConverted verifiedBy(ImageConverted event, Proof... proofs) {
        return new ImageConverted(
                event.key(),
                event.spec(),
                event.artifact(),
                event.sourceSha256(),
                List.of(proofs),
                event.virtualSize(),
                event.attempt());
    }

    /** The same image, whose sha512 was staged with it. */
    public static ImageConverted hashed(ImageConverted event, Digest sha512) {
        StagedFile file = event.artifact();
        return staged(event, new StagedFile(file.reference(), file.format(), file.size(), sha512));
    }

    /** The same image, once its file has so many bytes. */
    public static ImageConverted sized(ImageConverted event, long size) {
        StagedFile file = event.artifact();
        return staged(event, new StagedFile(file.reference(), file.format(), size, file.sha512()));
    }

    private static ImageConverted staged(ImageConverted event, StagedFile file) {
        return new ImageConverted(
                event.key(),
                event.spec(),
                file,
                event.sourceSha256(),
                event.verified(),
                event.virtualSize(),
                event.attempt());
    }

    /** Bytes that look random and are always the same for a seed. */
    public static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A specification with other presentation than the sample's. */
    public static ImageSpec presented(
            String name,
            Visibility visibility,
            Map<String, String> properties,
            boolean hidden,
            boolean protectedImage,
            List<String> shareWith) {
        ImageSpec spec = Samples.spec();
        return new ImageSpec(
                name,
                spec.sourceUrl(),
                spec.sourceDiskFormat(),
                spec.containerFormat(),
                null,
                new Checksum(List.of(Samples.SHA256), null, false, null, null),
                visibility,
                new TreeMap<>(properties),
                spec.tags(),
                null,
                0,
                hidden,
                protectedImage,
                shareWith);
    }
}
