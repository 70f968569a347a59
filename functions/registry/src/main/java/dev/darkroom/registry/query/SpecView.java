package dev.darkroom.registry.query;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.events.Digest;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.SourceUri;
import java.util.List;
import java.util.SortedMap;

/** What a catalogue says of an image, as it is shown: URLs without their queries, which may carry secrets. */
public record SpecView(
        String name,
        String sourceUrl,
        String sourceDiskFormat,
        String containerFormat,
        String diskFormat,
        List<String> checksums,
        String checksumUrl,
        String checksumSha512,
        String checksumSignature,
        List<String> checksumSignedBy,
        String cosignBundle,
        String visibility,
        List<String> shareWith,
        SortedMap<String, String> properties,
        List<String> tags,
        Integer minDisk,
        int minRam,
        boolean hidden,
        @JsonProperty("protected") boolean protectedImage) {

    static SpecView of(ImageSpec spec) {
        OpenPgpSignature signature = spec.checksum().signature();
        SourceUri bundle = spec.checksum().cosignBundle();
        return new SpecView(
                spec.name(),
                spec.sourceUrl().toString(),
                spec.sourceDiskFormat().label(),
                spec.containerFormat(),
                spec.diskFormat() == null ? null : spec.diskFormat().label(),
                spec.checksum().digests().stream().map(Digest::toString).toList(),
                spec.checksum().sums() == null ? null : spec.checksum().sums().toString(),
                spec.checksum().unpacked() == null
                        ? null
                        : spec.checksum().unpacked().toString(),
                signature == null ? null : signature.place(),
                signature == null ? null : signature.signedBy(),
                bundle == null ? null : bundle.toString(),
                spec.visibility().label(),
                spec.shareWith(),
                spec.properties(),
                spec.tags(),
                spec.minDisk(),
                spec.minRam(),
                spec.hidden(),
                spec.protectedImage());
    }
}
