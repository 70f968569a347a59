package dev.darkroom.registry.testing;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.testing.Samples;
import java.util.List;

/** The sample of a specification, changed in what a test is about. */
public final class Specs {
    private Specs() {}

    /** The sample with another name: the same bytes, presented in another way. */
    public static ImageSpec renamed(ImageSpec spec, String name) {
        return changed(spec, name, spec.sourceUrl(), spec.hidden());
    }

    public static ImageSpec hidden(ImageSpec spec) {
        return changed(spec, spec.name(), spec.sourceUrl(), true);
    }

    /** The sample with a sums file that nobody must sign. */
    public static ImageSpec summed() {
        return bundled(null);
    }

    /** The sample with a sums file that must be signed; the URL is that of a detached signature, or null. */
    public static ImageSpec signed(SourceUri signature) {
        return signed(signature, "AB".repeat(20));
    }

    /** The same, by one of these; by any that is pinned where there are none. */
    public static ImageSpec signed(SourceUri signature, String... signers) {
        return checkedBy(new Checksum(
                List.of(),
                SourceUri.parse("https://images.example.org/SHA256SUMS"),
                false,
                new OpenPgpSignature(signature, List.of(signers)),
                null));
    }

    /** The sample with a sums file that a bundle must sign. */
    public static ImageSpec bundled(SourceUri bundle) {
        return checkedBy(
                new Checksum(List.of(), SourceUri.parse("https://images.example.org/SHA256SUMS"), false, null, bundle));
    }

    /** The sample with another checksum. */
    public static ImageSpec checkedBy(Checksum checksum) {
        return Samples.spec(Samples.SOURCE, DiskFormat.QCOW2, checksum);
    }

    /** The sample with its bytes from somewhere else. */
    public static ImageSpec from(String url) {
        ImageSpec spec = Samples.spec();
        return changed(spec, spec.name(), SourceUri.parse(url), spec.hidden());
    }

    private static ImageSpec changed(ImageSpec spec, String name, SourceUri url, boolean hidden) {
        return new ImageSpec(
                name,
                url,
                spec.sourceDiskFormat(),
                spec.containerFormat(),
                spec.diskFormat(),
                spec.checksum(),
                spec.visibility(),
                spec.properties(),
                spec.tags(),
                spec.minDisk(),
                spec.minRam(),
                hidden,
                spec.protectedImage(),
                spec.shareWith());
    }
}
