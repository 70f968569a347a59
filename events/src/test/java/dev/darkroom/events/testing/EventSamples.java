package dev.darkroom.events.testing;

import dev.darkroom.events.Alias;
import dev.darkroom.events.AliasMoved;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.StagedFile;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Visibility;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Each type of event twice: with every field filled, and with as little as it can have. */
public final class EventSamples {
    private static final UUID CATALOGUE_EVENT = UUID.fromString("3b1f8a52-6f5e-5c1b-9a52-0d4b6a1f7e11");
    private static final ImageKey KEY = Samples.KEY;
    private static final Digest SHA256 = Samples.SHA256;
    private static final Digest SHA512 = Samples.SHA512;
    private static final TargetName CLOUD = new TargetName("mycloud");
    private static final CatalogueName PLATFORM = new CatalogueName("platform");
    private static final String SIGNER = "D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81";
    private static final List<Proof> VERIFIED = List.of(
            Proof.cosign(
                    "https://github.com/example/images/.github/workflows/build.yaml@refs/tags/v1",
                    "https://token.actions.githubusercontent.com",
                    "rekor.sigstore.dev/711312233"),
            Proof.openPgp(SIGNER),
            Proof.checksum(Digest.Algorithm.SHA256));
    private static final String DIRECTORY = "12".repeat(32);

    private EventSamples() {}

    public static ImageSpec fullSpec() {
        return new ImageSpec(
                "Debian 12 (\u00e4\u4e2d\ud83d\ude00)",
                SourceUri.parse("https://images.example.org/debian-12.qcow2.xz?versionId=5ec2e7"),
                DiskFormat.QCOW2,
                "bare",
                DiskFormat.RAW,
                new Checksum(
                        List.of(SHA256, Digest.parse("md5:" + "ef".repeat(16))),
                        SourceUri.parse("https://images.example.org/SHA256SUMS"),
                        true,
                        new OpenPgpSignature(
                                SourceUri.parse("https://images.example.org/SHA256SUMS.gpg"), List.of(SIGNER)),
                        SourceUri.parse("https://images.example.org/SHA256SUMS.sigstore.json"),
                        SHA512),
                Visibility.SHARED,
                new TreeMap<>(Map.of("os_distro", "debian", "os_version", "12", "note", "a=1, b=\"2\"")),
                List.of("linux", "stable"),
                20,
                512,
                true,
                true,
                List.of("0f1e2d3c4b5a69788796a5b4c3d2e1f0"));
    }

    public static List<Event> full() {
        ImageSpec spec = fullSpec();
        ImageId old = ImageId.of(new ImageKey("debian_12_20260701"), 0);
        var staged = new StagedFile(DIRECTORY + "/source", DiskFormat.QCOW2, 1_073_741_824L, SHA512);
        return List.of(
                new CatalogueUpdated(
                        PLATFORM,
                        2,
                        Map.of("container_format", "bare"),
                        Map.of(KEY.value(), Map.of("source_url", Samples.SOURCE, "min_disk", 20, "tags", List.of("a"))),
                        Map.of("debian_12", KEY.value()),
                        Map.of("azimuth_caas_workstation_image", "debian_12")),
                new CatalogueRefused(
                        PLATFORM,
                        "images." + KEY,
                        "source_url",
                        "ftp://example.org",
                        FailureCode.CATALOGUE_INVALID,
                        "URL must begin with https:, http: or file: but is \"ftp://example.org\"",
                        CATALOGUE_EVENT),
                new TargetAnnounced(
                        CLOUD,
                        "glance",
                        DiskFormat.RAW,
                        "https://glance.example.org:9292",
                        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                        new TargetAnnounced.Problem(FailureCode.TARGET_UNAUTHORIZED, "Keystone answered 401"),
                        List.of(ImageId.of(KEY, 1)),
                        List.of(ImageId.of(KEY, 2))),
                new ImageRequested(
                        KEY,
                        spec,
                        List.of(DiskFormat.RAW, DiskFormat.QCOW2),
                        Map.of(CLOUD, ImageId.of(KEY, 1)),
                        3,
                        CATALOGUE_EVENT),
                new ImageFetched(KEY, spec, List.of(DiskFormat.RAW), staged, SHA256, VERIFIED, 10_737_418_240L, 3),
                new ImageConverted(KEY, spec, staged, SHA256, VERIFIED, 10_737_418_240L, 3),
                new ImageReady(
                        KEY,
                        CLOUD,
                        ImageId.of(KEY, 1),
                        1,
                        "Debian 12",
                        DiskFormat.RAW,
                        10_737_418_240L,
                        SHA512,
                        Samples.SOURCE,
                        SHA256,
                        VERIFIED,
                        spec.presentation(),
                        ImageReady.Outcome.UPLOADED),
                new ImageFailed(
                        KEY,
                        "upload",
                        CLOUD,
                        DiskFormat.RAW,
                        FailureCode.TARGET_UNAVAILABLE,
                        "Glance answered 503",
                        120L,
                        3),
                new AliasMoved(
                        new Alias("debian_12"),
                        CLOUD,
                        new ImageKey("debian_12_20260701"),
                        old,
                        KEY,
                        ImageId.of(KEY, 1),
                        PLATFORM,
                        CATALOGUE_EVENT),
                new ImageSettled(
                        KEY,
                        List.of(CLOUD),
                        List.of(new TargetName("othercloud")),
                        List.of(new TargetName("thirdcloud")),
                        3,
                        CATALOGUE_EVENT));
    }

    public static List<Event> least() {
        ImageSpec spec = new ImageSpec(
                "Debian 12",
                SourceUri.parse("file:///srv/images/debian-12.raw"),
                DiskFormat.RAW,
                "bare",
                null,
                Checksum.NONE,
                Visibility.COMMUNITY,
                new TreeMap<>(),
                List.of(),
                null,
                0,
                false,
                false,
                List.of());
        var staged = new StagedFile(DIRECTORY + "/raw", DiskFormat.RAW, 0, null);
        return List.of(
                new CatalogueUpdated(PLATFORM, 0, null, null, null, null),
                new CatalogueRefused(
                        PLATFORM, "images.Debian", null, null, FailureCode.CATALOGUE_INVALID, "not a mapping"),
                new TargetAnnounced(
                        new TargetName("here"), "directory", null, "/srv/published", null, null, null, null),
                new ImageRequested(KEY, spec, List.of(), null, 0, null),
                new ImageFetched(KEY, spec, List.of(), staged, SHA256, List.of(), 0, 0),
                new ImageConverted(KEY, spec, staged, SHA256, List.of(), 0, 0),
                new ImageReady(
                        KEY,
                        new TargetName("here"),
                        ImageId.of(KEY, 0),
                        0,
                        "",
                        DiskFormat.RAW,
                        0,
                        SHA512,
                        "",
                        SHA256,
                        List.of(),
                        spec.presentation(),
                        ImageReady.Outcome.SKIPPED),
                new ImageFailed(KEY, "fetch", null, null, FailureCode.ORIGIN_NOT_FOUND, "404", null, 0),
                new AliasMoved(
                        new Alias("debian_12"),
                        new TargetName("here"),
                        KEY,
                        ImageId.of(KEY, 0),
                        null,
                        null,
                        PLATFORM,
                        CATALOGUE_EVENT),
                new ImageSettled(KEY, List.of(), List.of(), List.of(), 0, null));
    }
}
