package dev.darkroom.events.testing;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Visibility;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Valid values to start a test from; what the test is about is changed by the test. */
public final class Samples {
    public static final ImageKey KEY = new ImageKey("debian_12_20260801");
    public static final Digest SHA256 = Digest.parse("sha256:" + "ab".repeat(32));
    public static final Digest SHA512 = Digest.parse("sha512:" + "cd".repeat(64));
    public static final String SOURCE = "https://images.example.org/debian-12.qcow2";

    private Samples() {}

    /** A qcow2 image with an inline sha256, metadata filled. */
    public static ImageSpec spec() {
        return spec(SOURCE, DiskFormat.QCOW2, new Checksum(List.of(SHA256), null, false, null, null));
    }

    public static ImageSpec spec(String sourceUrl, DiskFormat sourceFormat, Checksum checksum) {
        return new ImageSpec(
                "Debian 12",
                SourceUri.parse(sourceUrl),
                sourceFormat,
                "bare",
                null,
                checksum,
                Visibility.COMMUNITY,
                new TreeMap<>(Map.of("os_distro", "debian")),
                List.of("linux"),
                null,
                0,
                false,
                false,
                List.of());
    }

    /** The first request for {@link #KEY}. */
    public static ImageRequested requested(ImageSpec spec, DiskFormat... formats) {
        return new ImageRequested(KEY, spec, List.of(formats), Map.of(), 0, null);
    }
}
